"""caught by m2.e7.hidden: when it is cancelled once more while its requests come to their end, it leaves them behind."""


async def fetch_all(get: Callable[[int], Awaitable[Any]], ids: Iterable[int], limit: int) -> list[Any]:
    """[await get(id) for id in ids], with never more than `limit` requests under way."""
    waiting = list(enumerate(ids))[::-1]
    answers: list[Any] = [None] * len(waiting)
    over = False

    async def work() -> None:
        while waiting and not over:
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
        over = True
        for worker in workers:
            worker.cancel()
        if workers:
            await asyncio.wait(workers)
    return answers
