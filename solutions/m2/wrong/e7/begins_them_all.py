"""caught by m2.e7.hidden: calls get for all ids at once, and limits only how many are awaited."""


async def fetch_all(get: Callable[[int], Awaitable[Any]], ids: Iterable[int], limit: int) -> list[Any]:
    """[await get(id) for id in ids], with never more than `limit` requests under way."""
    room = asyncio.Semaphore(limit)

    async def one(request: Awaitable[Any]) -> Any:
        async with room:
            return await request

    return await asyncio.gather(*(one(get(id)) for id in ids), return_exceptions=True)
