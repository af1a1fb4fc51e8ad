"""caught by m2.e2.hidden: starts a thread for each item at once; a semaphore lets that many of them work."""

from threading import Semaphore


def map_threads(f: Callable[[Any], Any], items: Iterable[Any], workers: int) -> list[Any]:
    """[f(item) for item in items], by that many threads at the same time."""
    items, turn = list(items), Semaphore(workers)

    def in_turn(item: Any) -> Any:
        with turn:
            return f(item)

    with ThreadPoolExecutor(max(1, len(items))) as pool:
        return _map_in(pool, in_turn, items)
