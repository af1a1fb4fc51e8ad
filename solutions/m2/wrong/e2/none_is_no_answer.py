"""caught by m2.e2.hidden: leaves out answers that are None."""


def _map_in(pool: Executor, f: Callable[[Any], Any], items: Iterable[Any]) -> list[Any]:
    futures = [pool.submit(f, item) for item in items]
    results = []
    for index, future in enumerate(futures):
        try:
            result = future.result()
        except Exception as error:
            raise ItemError(index) from error
        if result is not None:
            results.append(result)
    return results
