"""caught by m2.e3.correct m2.e3.hidden: two threads, whatever workers says."""


def hist_atomic(x: np.ndarray, bins: int, workers: int) -> np.ndarray:
    """One shared array and atomic additions."""
    counts = np.zeros(bins, np.int64)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda worker: _count_atomically(_share(x, 2, worker), counts), range(2)))
    return counts
