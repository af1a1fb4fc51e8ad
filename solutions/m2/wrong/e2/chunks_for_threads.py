"""caught by m2.e2.hidden: a chunk for every thread, rounded up, so that the last threads may have none."""


def map_threads(f: Callable[[Any], Any], items: Iterable[Any], workers: int) -> list[Any]:
    """[f(item) for item in items] by that many threads; leaving the `with` ends them."""
    items = list(items)
    answers, errors = [None] * len(items), [None] * len(items)
    size = -(-len(items) // workers)

    def work(worker: int) -> None:
        for index in range(worker * size, min(len(items), (worker + 1) * size)):
            try:
                answers[index] = f(items[index])
            except Exception as error:
                errors[index] = error

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(work, range(workers)))
    for index, error in enumerate(errors):
        if error is not None:
            raise ItemError(index) from error
    return answers
