"""caught by m2.e7.hidden: a request that answers or raises when it is cancelled makes room for the next one."""


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

    workers = [asyncio.create_task(work()) for _ in range(min(limit, len(waiting)))]
    try:
        if workers:
            await asyncio.wait(workers)
    finally:
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
    return answers
