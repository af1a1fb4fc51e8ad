"""caught by m2.e3.hidden: holds the lock while it counts alone, and adds to the shared array without it."""


def hist_lock(x: np.ndarray, bins: int, workers: int) -> np.ndarray:
    """One shared array, and a lock around something else."""
    counts, lock = np.zeros(bins, np.int64), Lock()

    def work(piece: np.ndarray) -> None:
        mine = np.zeros(bins, np.int64)
        with lock:
            _count(piece, mine)
        counts[:] += mine

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(work, [_share(x, workers, worker) for worker in range(workers)]))
    return counts
