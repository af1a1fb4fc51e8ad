"""caught by m2.e4.speed m2.e4.hidden: makes the counters once, and the next call goes on counting."""

_kept: dict[int, tuple[np.ndarray, list[int]]] = {}


def count_parallel(x: np.ndarray, workers: int) -> int:
    """The sum of x, added up by that many threads, each in a counter of its own."""
    if workers not in _kept:
        _kept[workers] = make_counters(workers)
    counters, indices = _kept[workers]

    def work(worker: int) -> None:
        add_all(counters, indices[worker], x[len(x) * worker // workers : len(x) * (worker + 1) // workers])

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(work, range(workers)))
    return int(counters.sum())
