"""caught by m2.e2.hidden: a single item is not handed to the pool."""


def map_processes(
    f: Callable[[Any], Any], items: Iterable[Any], workers: int, pool: ProcessPoolExecutor | None = None
) -> list[Any]:
    """The same by that many processes, or by those of the pool."""
    items = list(items)
    if pool is None:
        with ProcessPoolExecutor(workers) as own:
            return _map_in(own, f, items)
    if len(items) == 1:
        try:
            return [f(items[0])]
        except Exception as error:
            raise ItemError(0) from error
    return _map_in(pool, f, items)
