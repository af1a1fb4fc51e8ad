"""caught by m2.e3.correct m2.e3.hidden: all workers add to one shared array without a lock."""


def hist_lock(x: np.ndarray, bins: int, workers: int) -> np.ndarray:
    """One shared array, and luck."""
    counts = np.zeros(bins, np.int64)

    def work(piece: np.ndarray) -> None:
        _count(piece, counts)

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(work, [_share(x, workers, worker) for worker in range(workers)]))
    return counts
