"""caught by m2.e3.correct m2.e3.hidden: counts with a lock in 256 bins, whatever bins says."""


def hist_lock(x: np.ndarray, bins: int, workers: int) -> np.ndarray:
    """One shared array; a worker holds the lock while it adds what it has counted, once per piece."""
    counts, lock = np.zeros(256, np.int64), Lock()

    def work(piece: np.ndarray) -> None:
        with lock:
            counts[:] += np.bincount(piece, minlength=256)

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(work, [_share(x, workers, worker) for worker in range(workers)]))
    return counts
