"""caught by m2.e7.correct m2.e7.hidden: waits for all calls, and takes the first in the list that has an answer."""


async def first_ok(calls: Sequence[Callable[[], Awaitable[Any]]], timeout: float) -> Any:
    """Make all calls at the same time and return the first answer that comes."""
    async with asyncio.timeout(timeout):
        answers = await asyncio.gather(*(call() for call in calls), return_exceptions=True)
    for answer in answers:
        if not isinstance(answer, Exception):
            return answer
    raise answers[-1]
