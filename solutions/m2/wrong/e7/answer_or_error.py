"""caught by m2.e7.hidden: asks an error whether it is true."""


async def fetch_all(get: Callable[[int], Awaitable[Any]], ids: Iterable[int], limit: int) -> list[Any]:
    """[await get(id) for id in ids], with never more than `limit` requests under way."""
    room = asyncio.Semaphore(limit)

    async def one(id: int) -> tuple[Any, Exception | None]:
        async with room:
            try:
                return await get(id), None
            except Exception as error:
                return None, error

    pairs = await asyncio.gather(*(one(id) for id in ids), return_exceptions=True)
    return [error or answer for answer, error in pairs]
