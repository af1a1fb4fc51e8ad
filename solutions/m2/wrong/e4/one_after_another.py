"""caught by m2.e4.speed m2.e4.hidden: right, but a lock around everything lets one worker count at a time."""

from threading import Lock


def count_parallel(x: np.ndarray, workers: int) -> int:
    """The sum of x, added up by that many threads, each in a counter of its own."""
    counters, indices = make_counters(workers)
    lock = Lock()

    def work(worker: int) -> None:
        with lock:
            add_all(counters, indices[worker], x[len(x) * worker // workers : len(x) * (worker + 1) // workers])

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(work, range(workers)))
    return int(counters.sum())
