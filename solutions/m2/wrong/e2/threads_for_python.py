"""caught by m2.e2.speed m2.e2.hidden: uses threads where it should use processes."""


def map_processes(
    f: Callable[[Any], Any], items: Iterable[Any], workers: int, pool: ProcessPoolExecutor | None = None
) -> list[Any]:
    """The same, but by threads, which take turns."""
    return map_threads(f, items, workers)
