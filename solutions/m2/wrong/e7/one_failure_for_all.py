"""caught by m2.e7.correct m2.e7.hidden: the first request that fails takes all the answers with it."""


async def fetch_all(get: Callable[[int], Awaitable[Any]], ids: Iterable[int], limit: int) -> list[Any]:
    """[await get(id) for id in ids], with never more than `limit` requests under way."""
    room = asyncio.Semaphore(limit)

    async def one(id: int) -> Any:
        async with room:
            return await get(id)

    return await asyncio.gather(*(one(id) for id in ids))
