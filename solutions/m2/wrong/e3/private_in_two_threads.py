"""caught by m2.e3.hidden: two threads, whatever workers says, in the one that races with two."""


def hist_private(x: np.ndarray, bins: int, workers: int) -> np.ndarray:
    """Every worker counts in an array of its own; the arrays are added at the end."""

    def work(worker: int) -> np.ndarray:
        mine = np.zeros(bins, np.int64)
        _count(_share(x, 2, worker), mine)
        return mine

    with ThreadPoolExecutor(2) as pool:
        return np.sum(list(pool.map(work, range(2))), axis=0)
