"""caught by m2.e7.hidden: passes over a call that answers with an exception, as if it had raised it."""


async def first_ok(calls: Sequence[Callable[[], Awaitable[Any]]], timeout: float) -> Any:
    """Make all calls at the same time and return the first answer that comes."""
    tasks = [asyncio.ensure_future(asyncio.wait_for(call(), None)) for call in calls]
    last: Exception = TimeoutError()
    try:
        async with asyncio.timeout(timeout):
            for following in asyncio.as_completed(tasks):
                [answer] = await asyncio.gather(following, return_exceptions=True)
                if not isinstance(answer, Exception):
                    return answer
                last = answer
        raise last
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
