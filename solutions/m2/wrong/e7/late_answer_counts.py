"""caught by m2.e7.hidden: after the time is over, takes an answer of a call that it has cancelled."""


async def first_ok(calls: Sequence[Callable[[], Awaitable[Any]]], timeout: float) -> Any:
    """Make all calls at the same time and return the first answer that comes."""

    async def one(call: Callable[[], Awaitable[Any]]) -> Any:
        return await call()

    tasks = [asyncio.create_task(one(call)) for call in calls]
    try:
        async with asyncio.timeout(timeout):
            for following in asyncio.as_completed(tasks):
                try:
                    return await following
                except Exception as error:
                    last = error
    except TimeoutError as error:
        last = error
    finally:
        for task in tasks:
            task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
    for answer in ended:
        if not isinstance(answer, BaseException):
            return answer
    raise last
