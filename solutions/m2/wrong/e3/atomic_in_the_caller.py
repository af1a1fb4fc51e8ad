"""caught by m2.e3.hidden: the threads count alone, and the caller adds their counts atomically, with nobody beside it."""


@njit(nogil=True)
def _add_atomically(mine, counts):
    for i in range(len(mine)):
        atomic_add(counts, i, mine[i])


def hist_atomic(x: np.ndarray, bins: int, workers: int) -> np.ndarray:
    """Private arrays, and atomic additions in one thread."""
    counts = np.zeros(bins, np.int64)

    def work(worker: int) -> np.ndarray:
        mine = np.zeros(bins, np.int64)
        _count(_share(x, workers, worker), mine)
        return mine

    with ThreadPoolExecutor(workers) as pool:
        for mine in pool.map(work, range(workers)):
            _add_atomically(mine, counts)
    return counts
