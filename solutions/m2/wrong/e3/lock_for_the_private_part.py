"""caught by m2.e3.hidden, perhaps m2.e3.correct: holds the lock while it counts alone, not while it adds."""


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
