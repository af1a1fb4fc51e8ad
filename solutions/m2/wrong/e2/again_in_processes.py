"""caught by m2.e2.hidden: where a pool is given and an item fails, it calls f for that item once more, to hear the error."""


def map_processes(
    f: Callable[[Any], Any], items: Iterable[Any], workers: int, pool: ProcessPoolExecutor | None = None
) -> list[Any]:
    """The same by that many processes, or by those of the pool."""
    if pool is None:
        with ProcessPoolExecutor(workers) as own:
            return _map_in(own, f, items)
    items, answers = list(items), []
    try:
        answers.extend(pool.map(f, items))
    except Exception:
        index = len(answers)
        try:
            pool.submit(f, items[index]).result()
        except Exception as error:
            raise ItemError(index) from error
    return answers
