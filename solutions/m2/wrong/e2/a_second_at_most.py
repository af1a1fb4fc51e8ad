"""caught by m2.e2.hidden: waits a second for each item, and takes it for a failure when it needs longer."""


def map_threads(f: Callable[[Any], Any], items: Iterable[Any], workers: int) -> list[Any]:
    """[f(item) for item in items] by that many threads; leaving the `with` ends them."""
    answers = []
    with ThreadPoolExecutor(workers) as pool:
        for index, future in enumerate([pool.submit(f, item) for item in items]):
            try:
                answers.append(future.result(timeout=1))
            except Exception as error:
                raise ItemError(index) from error
    return answers
