"""caught by m2.e2.hidden: chunks of a size that is rounded up, so that nine items for six processes are five chunks."""


def _chunk(f: Callable[[Any], Any], first: int, items: list[Any]) -> list[Any]:
    answers = []
    for index, item in enumerate(items, first):
        try:
            answers.append(f(item))
        except Exception as error:
            return [index, error]
    return [None, answers]


def map_processes(
    f: Callable[[Any], Any], items: Iterable[Any], workers: int, pool: ProcessPoolExecutor | None = None
) -> list[Any]:
    """The same by that many processes, or by those of the pool."""
    if pool is None:
        with ProcessPoolExecutor(workers) as own:
            return map_processes(f, items, workers, own)
    items = list(items)
    size = max(1, (len(items) + workers - 1) // workers)
    starts = range(0, len(items), size)
    answers = []
    for future in [pool.submit(_chunk, f, start, items[start : start + size]) for start in starts]:
        failed, found = future.result()
        if failed is not None:
            raise ItemError(failed) from found
        answers += found
    return answers
