"""caught by m2.e2.hidden: two threads, whatever workers says."""


def map_threads(f: Callable[[Any], Any], items: Iterable[Any], workers: int) -> list[Any]:
    """[f(item) for item in items] by that many threads."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        return _map_in(pool, f, items)
