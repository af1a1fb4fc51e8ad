"""caught by m2.e3.correct m2.e3.hidden: every thread makes a lock of its own, which keeps nobody away."""


def hist_lock(x: np.ndarray, bins: int, workers: int) -> np.ndarray:
    """One shared array; a worker holds the lock while it adds what it has counted, once per piece."""
    counts = np.zeros(bins, np.int64)

    def work(piece: np.ndarray) -> None:
        mine = np.zeros(bins, np.int64)
        _count(piece, mine)
        with Lock():
            counts[:] += mine

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(work, [_share(x, workers, worker) for worker in range(workers)]))
    return counts
