"""caught by m2.e2.hidden: when something failed, it calls f once more for every item, to see for which."""


def map_threads(f: Callable[[Any], Any], items: Iterable[Any], workers: int) -> list[Any]:
    """[f(item) for item in items] by that many threads."""
    items = list(items)
    with ThreadPoolExecutor(workers) as pool:
        try:
            return list(pool.map(f, items))
        except Exception:
            return _map_in(pool, f, items)
