"""caught by m2.e2.hidden: never ends the processes it has started."""

pools: list[ProcessPoolExecutor] = []


def map_processes(
    f: Callable[[Any], Any], items: Iterable[Any], workers: int, pool: ProcessPoolExecutor | None = None
) -> list[Any]:
    """The same by that many processes, or by those of the pool."""
    if pool is not None:
        return _map_in(pool, f, items)
    pools.append(ProcessPoolExecutor(workers))
    return _map_in(pools[-1], f, items)
