"""caught by m2.e7.hidden: asks only once for an id that occurs twice."""


async def fetch_all(get: Callable[[int], Awaitable[Any]], ids: Iterable[int], limit: int) -> list[Any]:
    """[await get(id) for id in ids], with never more than `limit` requests under way."""
    room, ids = asyncio.Semaphore(limit), list(ids)
    answers: dict[int, Any] = {}

    async def one(id: int) -> None:
        async with room:
            try:
                answers[id] = await get(id)
            except Exception as error:
                answers[id] = error

    await asyncio.gather(*(one(id) for id in set(ids)))
    return [answers[id] for id in ids]
