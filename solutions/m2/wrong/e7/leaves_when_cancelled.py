"""caught by m2.e7.hidden: cancels the other calls after an answer or the time-out, but not when it is cancelled itself."""


async def first_ok(calls: Sequence[Callable[[], Awaitable[Any]]], timeout: float) -> Any:
    """Make all calls at the same time and return the first answer that comes."""

    async def one(call: Callable[[], Awaitable[Any]]) -> Any:
        return await call()

    tasks = [asyncio.create_task(one(call)) for call in calls]
    try:
        async with asyncio.timeout(timeout):
            for following in asyncio.as_completed(tasks):
                try:
                    answer = await following
                except Exception as error:
                    last = error
                else:
                    await _end(tasks)
                    return answer
    except TimeoutError:
        await _end(tasks)
        raise
    raise last


async def _end(tasks: list[asyncio.Future[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
