"""caught by m2.e2.hidden: after an error it tells its processes to end, and does not wait until they have."""


def map_processes(
    f: Callable[[Any], Any], items: Iterable[Any], workers: int, pool: ProcessPoolExecutor | None = None
) -> list[Any]:
    """The same by that many processes, or by those of the pool."""
    own = pool or ProcessPoolExecutor(workers)
    try:
        answers = _map_in(own, f, items)
    except ItemError:
        if pool is None:
            own.shutdown(wait=False, cancel_futures=True)
        raise
    if pool is None:
        own.shutdown()
    return answers
