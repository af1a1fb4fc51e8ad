"""caught by m2.e4.hidden: makes at most sixteen counters, which more workers have to share."""


def count_parallel(x: np.ndarray, workers: int) -> int:
    """The sum of x, added up by that many threads, each in a counter of its own."""
    counters, indices = make_counters(min(workers, 16))

    def work(worker: int) -> None:
        add_all(counters, indices[worker % 16], x[worker::workers])

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(work, range(workers)))
    return int(counters.sum())
