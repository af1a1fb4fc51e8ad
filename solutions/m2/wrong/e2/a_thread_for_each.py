"""caught by m2.e2.hidden: starts a thread for every item at once, however many there are."""


def map_threads(f: Callable[[Any], Any], items: Iterable[Any], workers: int) -> list[Any]:
    """[f(item) for item in items] by that many threads."""
    items = list(items)
    with ThreadPoolExecutor(max(1, len(items))) as pool:
        return _map_in(pool, f, items)
