"""caught by m2.e4.speed m2.e4.hidden: adds to all the counters by itself, without a thread."""


def count_parallel(x: np.ndarray, workers: int) -> int:
    """The sum of x, added up by that many threads, each in a counter of its own."""
    counters, indices = make_counters(workers)
    for worker, index in enumerate(indices):
        add_all(counters, index, x[len(x) * worker // workers : len(x) * (worker + 1) // workers])
    return int(counters.sum())
