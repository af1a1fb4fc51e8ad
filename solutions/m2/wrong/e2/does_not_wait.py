"""caught by m2.e2.hidden: after an error it leaves at once, while other threads are still at work."""


def map_threads(f: Callable[[Any], Any], items: Iterable[Any], workers: int) -> list[Any]:
    """[f(item) for item in items] by that many threads."""
    pool = ThreadPoolExecutor(workers)
    try:
        return _map_in(pool, f, items)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
