"""caught by m2.e7.hidden: the first limit is the limit of all calls that follow."""

ROOM: list[asyncio.Semaphore] = []


async def fetch_all(get: Callable[[int], Awaitable[Any]], ids: Iterable[int], limit: int) -> list[Any]:
    """[await get(id) for id in ids], with never more than `limit` requests under way."""
    if not ROOM:
        ROOM.append(asyncio.Semaphore(limit))

    async def one(id: int) -> Any:
        async with ROOM[0]:
            return await get(id)

    return await asyncio.gather(*(one(id) for id in ids), return_exceptions=True)
