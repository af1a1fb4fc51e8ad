"""caught by m2.e2.hidden: a pool that has its own idea of how many processes there should be."""


def map_processes(
    f: Callable[[Any], Any], items: Iterable[Any], workers: int, pool: ProcessPoolExecutor | None = None
) -> list[Any]:
    """The same by that many processes, or by those of the pool."""
    if pool is not None:
        return _map_in(pool, f, items)
    with ProcessPoolExecutor() as pool:
        return _map_in(pool, f, items)
