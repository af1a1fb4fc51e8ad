"""caught by m2.e7.hidden: looks for answers by ==, which arrays cannot."""


async def fetch_all(get: Callable[[int], Awaitable[Any]], ids: Iterable[int], limit: int) -> list[Any]:
    """[await get(id) for id in ids], with never more than `limit` requests under way."""
    room, missing = asyncio.Semaphore(limit), object()

    async def one(id: int) -> Any:
        async with room:
            return await get(id)

    answers = await asyncio.gather(*(one(id) for id in ids), return_exceptions=True)
    return [answer for answer in answers if answer != missing]
