"""caught by m2.e3.correct: the workers hand their counts back, and the lock guards what the caller does alone."""


def hist_lock(x: np.ndarray, bins: int, workers: int) -> np.ndarray:
    """One array and a lock, in one thread."""
    counts, lock = np.zeros(bins, np.int64), Lock()

    def work(worker: int) -> np.ndarray:
        mine = np.zeros(bins, np.int64)
        _count(_share(x, workers, worker), mine)
        return mine

    with ThreadPoolExecutor(workers) as pool:
        for mine in pool.map(work, range(workers)):
            with lock:
                counts += mine
    return counts
