"""caught by m2.e2.hidden: one worker needs no process, it thinks, and does the work in the calling one."""


def map_processes(
    f: Callable[[Any], Any], items: Iterable[Any], workers: int, pool: ProcessPoolExecutor | None = None
) -> list[Any]:
    """The same by that many processes, or by those of the pool."""
    if pool is not None:
        return _map_in(pool, f, items)
    if workers == 1:
        with ThreadPoolExecutor(1) as own:
            return _map_in(own, f, items)
    with ProcessPoolExecutor(workers) as pool:
        return _map_in(pool, f, items)
