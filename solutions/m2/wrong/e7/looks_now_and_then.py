"""caught by m2.e7.hidden: looks every 2 ms whether there is room for the next request."""


async def fetch_all(get: Callable[[int], Awaitable[Any]], ids: Iterable[int], limit: int) -> list[Any]:
    """[await get(id) for id in ids], with never more than `limit` requests under way."""
    tasks: list[asyncio.Task[Any]] = []

    async def one(id: int) -> Any:
        return await get(id)

    try:
        for id in ids:
            while sum(not task.done() for task in tasks) >= limit:
                await asyncio.sleep(0.002)
            tasks.append(asyncio.create_task(one(id)))
        return await asyncio.gather(*tasks, return_exceptions=True)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
