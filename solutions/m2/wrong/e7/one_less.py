"""caught by m2.e7.hidden: one request less under way than may be, but for a limit of 1."""


async def fetch_all(get: Callable[[int], Awaitable[Any]], ids: Iterable[int], limit: int) -> list[Any]:
    """[await get(id) for id in ids], with never more than `limit` requests under way."""
    room = asyncio.Semaphore(max(1, limit - 1))

    async def one(id: int) -> Any:
        async with room:
            return await get(id)

    return await asyncio.gather(*(one(id) for id in ids), return_exceptions=True)
