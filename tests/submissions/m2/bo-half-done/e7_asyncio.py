import asyncio


async def fetch_all(get, ids, limit):
    # TODO: this is one after the other
    answers = []
    for i in ids:
        try:
            answers.append(await get(i))
        except Exception as e:
            answers.append(e)
    return answers


async def first_ok(calls, timeout):
    raise NotImplementedError


async def run_blocking(f, *args):
    return await asyncio.to_thread(f, *args)
