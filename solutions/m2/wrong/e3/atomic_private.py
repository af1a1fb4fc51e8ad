"""caught by m2.e3.speed: right, but pays for an atomic addition where nobody else counts."""


def hist_private(x: np.ndarray, bins: int, workers: int) -> np.ndarray:
    """Every worker counts in an array of its own; the arrays are added at the end."""

    def work(worker: int) -> np.ndarray:
        mine = np.zeros(bins, np.int64)
        _count_atomically(_share(x, workers, worker), mine)
        return mine

    with ThreadPoolExecutor(workers) as pool:
        return np.sum(list(pool.map(work, range(workers))), axis=0)
