"""caught by m2.e7.hidden: passes over an answer that is None, as if that call had failed."""


async def first_ok(calls: Sequence[Callable[[], Awaitable[Any]]], timeout: float) -> Any:
    """Make all calls at the same time and return the first answer that comes."""

    async def one(call: Callable[[], Awaitable[Any]]) -> Any:
        return await call()

    tasks = [asyncio.create_task(one(call)) for call in calls]
    last: Exception = TimeoutError()
    try:
        async with asyncio.timeout(timeout):
            for following in asyncio.as_completed(tasks):
                try:
                    if (answer := await following) is not None:
                        return answer
                except Exception as error:
                    last = error
        raise last
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
