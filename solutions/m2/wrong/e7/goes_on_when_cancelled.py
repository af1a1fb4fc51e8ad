"""caught by m2.e7.hidden: workers with tasks of their own, which nobody cancels."""


async def fetch_all(get: Callable[[int], Awaitable[Any]], ids: Iterable[int], limit: int) -> list[Any]:
    """[await get(id) for id in ids], with never more than `limit` requests under way."""
    waiting = list(enumerate(ids))[::-1]
    answers: list[Any] = [None] * len(waiting)

    async def work() -> None:
        while waiting:
            number, id = waiting.pop()
            try:
                answers[number] = await get(id)
            except Exception as error:
                answers[number] = error

    workers = [asyncio.ensure_future(work()) for _ in range(min(limit, len(waiting)))]
    for worker in workers:
        await asyncio.shield(worker)
    return answers
