"""caught by m2.e3.hidden, perhaps m2.e3.correct: adds to what the array held before it had the lock."""


def hist_lock(x: np.ndarray, bins: int, workers: int) -> np.ndarray:
    """One shared array, read without the lock and written under it."""
    counts, lock = np.zeros(bins, np.int64), Lock()

    def work(piece: np.ndarray) -> None:
        total = counts + np.bincount(piece, minlength=bins)
        with lock:
            counts[:] = total

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(work, [_share(x, workers, worker) for worker in range(workers)]))
    return counts
