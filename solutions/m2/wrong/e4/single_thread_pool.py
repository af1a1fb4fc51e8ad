"""caught by m2.e4.speed m2.e4.hidden: a counter for every worker, and one thread for all of them."""


def count_parallel(x: np.ndarray, workers: int) -> int:
    """The sum of x, added up by that many threads, each in a counter of its own."""
    counters, indices = make_counters(workers)

    def work(worker: int) -> None:
        add_all(counters, indices[worker], x[len(x) * worker // workers : len(x) * (worker + 1) // workers])

    with ThreadPoolExecutor(max_workers=1) as pool:
        list(pool.map(work, range(workers)))
    return int(counters.sum())
