"""m2.e7: thousands of things to wait for, one thread."""

import asyncio


async def fetch_all(get, ids, limit):
    """[await get(id) for id in ids], never more than `limit` under way."""
    gate = asyncio.Semaphore(limit)

    async def one(id):
        async with gate:
            return await get(id)

    return await asyncio.gather(*[one(id) for id in list(ids)], return_exceptions=True)


async def first_ok(calls, timeout):
    """Make all calls at the same time and return the first answer that comes."""

    async def one(call):
        return await call()

    done = asyncio.Queue()  # tasks in the order in which they ended
    tasks = [asyncio.ensure_future(one(call)) for call in calls]
    for t in tasks:
        t.add_done_callback(done.put_nowait)
    try:
        async with asyncio.timeout(timeout):
            for _ in tasks:
                t = await done.get()
                error = asyncio.CancelledError() if t.cancelled() else t.exception()
                if error is None:
                    return t.result()
        raise error
    finally:
        for t in tasks:
            t.cancel()
        # wait for them, cancel only asks
        await asyncio.gather(*tasks, return_exceptions=True)


async def run_blocking(f, *args):
    """f(*args), where f blocks its thread for a while."""
    return await asyncio.to_thread(f, *args)
