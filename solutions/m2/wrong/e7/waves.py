"""caught by m2.e7.speed m2.e7.hidden: waves of `limit` requests, and every wave waits for its slowest."""


async def fetch_all(get: Callable[[int], Awaitable[Any]], ids: Iterable[int], limit: int) -> list[Any]:
    """[await get(id) for id in ids], with never more than `limit` requests under way."""
    waiting, answers = list(ids), []
    for start in range(0, len(waiting), limit):
        wave = [get(id) for id in waiting[start : start + limit]]
        answers += await asyncio.gather(*wave, return_exceptions=True)
    return answers
