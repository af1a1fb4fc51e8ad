"""caught by m2.e2.hidden: an exception that f returns is taken for one that it raised."""


def _caught(f: Callable[[Any], Any], item: Any) -> Any:
    try:
        return f(item)
    except Exception as error:
        return error


def _map_in(pool: Executor, f: Callable[[Any], Any], items: Iterable[Any]) -> list[Any]:
    results = [future.result() for future in [pool.submit(_caught, f, item) for item in items]]
    for index, result in enumerate(results):
        if isinstance(result, Exception):
            raise ItemError(index) from result
    return results
