"""caught by m2.e7.speed m2.e7.hidden: right, but a request begins when the one before it has ended."""


async def fetch_all(get: Callable[[int], Awaitable[Any]], ids: Iterable[int], limit: int) -> list[Any]:
    """[await get(id) for id in ids], with never more than `limit` requests under way."""
    answers: list[Any] = []
    for id in ids:
        try:
            answers.append(await get(id))
        except Exception as error:
            answers.append(error)
    return answers
