"""caught by m2.e4.correct m2.e4.hidden: two threads, whatever workers says."""


def count_parallel(x: np.ndarray, workers: int) -> int:
    """The sum of x, added up by that many threads, each in a counter of its own."""
    counters, indices = make_counters(2)

    def work(worker: int) -> None:
        add_all(counters, indices[worker], x[len(x) * worker // 2 : len(x) * (worker + 1) // 2])

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))
    return int(counters.sum())
