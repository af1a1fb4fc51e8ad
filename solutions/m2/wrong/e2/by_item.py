"""caught by m2.e2.hidden: keeps the answers by item: equal items get one answer, and a list cannot be a key."""


def _map_in(pool: Executor, f: Callable[[Any], Any], items: Iterable[Any]) -> list[Any]:
    items = list(items)
    futures = {item: pool.submit(f, item) for item in items}
    results = []
    for index, item in enumerate(items):
        try:
            results.append(futures[item].result())
        except Exception as error:
            raise ItemError(index) from error
    return results
