"""caught by m2.e3.hidden: two locks for all workers, each of which keeps away only half of them."""


def hist_lock(x: np.ndarray, bins: int, workers: int) -> np.ndarray:
    """One shared array; a worker holds one of two locks while it adds."""
    counts, locks = np.zeros(bins, np.int64), (Lock(), Lock())

    def work(worker: int) -> None:
        mine = np.zeros(bins, np.int64)
        _count(_share(x, workers, worker), mine)
        with locks[worker % 2]:
            counts[:] += mine

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(work, range(workers)))
    return counts
