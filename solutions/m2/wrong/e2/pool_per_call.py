"""caught by m2.e2.speed m2.e2.hidden: right, but starts processes at every call although it was given some."""


def map_processes(
    f: Callable[[Any], Any], items: Iterable[Any], workers: int, pool: ProcessPoolExecutor | None = None
) -> list[Any]:
    """The same by that many new processes."""
    with ProcessPoolExecutor(workers) as pool:
        return _map_in(pool, f, items)
