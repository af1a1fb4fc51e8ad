"""caught by m2.e7.correct m2.e7.speed m2.e7.hidden: all requests at once, and the server gives up."""


async def fetch_all(get: Callable[[int], Awaitable[Any]], ids: Iterable[int], limit: int) -> list[Any]:
    """[await get(id) for id in ids], with never more than `limit` requests under way."""
    return await asyncio.gather(*(get(id) for id in ids), return_exceptions=True)
