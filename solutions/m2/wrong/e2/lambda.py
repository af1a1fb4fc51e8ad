"""caught by m2.e2.correct m2.e2.speed m2.e2.hidden: sends a lambda to a process, which cannot be pickled."""


def _map_in(pool: Executor, f: Callable[[Any], Any], items: Iterable[Any]) -> list[Any]:
    futures = [pool.submit(lambda item: f(item), item) for item in items]
    results = []
    for index, future in enumerate(futures):
        try:
            results.append(future.result())
        except Exception as error:
            raise ItemError(index) from error
    return results
