"""caught by m2.e7.hidden: what a cancelled call raises comes out instead of the answer."""

import contextlib


async def first_ok(calls: Sequence[Callable[[], Awaitable[Any]]], timeout: float) -> Any:
    """Make all calls at the same time and return the first answer that comes."""

    async def one(call: Callable[[], Awaitable[Any]]) -> Any:
        # A call may raise before there is anything to await.
        return await call()

    tasks = [asyncio.create_task(one(call)) for call in calls]
    try:
        async with asyncio.timeout(timeout):
            for following in asyncio.as_completed(tasks):
                try:
                    return await following
                except Exception as error:
                    last = error
        raise last
    finally:
        for task in tasks:
            task.cancel()
        # Cancelling is a request only: a task may still have to clean up, so wait for its end.
        for task in tasks:
            if not task.done():
                with contextlib.suppress(asyncio.CancelledError):
                    await task
