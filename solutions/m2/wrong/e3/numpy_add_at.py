"""caught by m2.e3.correct: np.add.at instead of atomic_add: it is the GIL that keeps the others away."""


def hist_atomic(x: np.ndarray, bins: int, workers: int) -> np.ndarray:
    """One shared array."""
    counts = np.zeros(bins, np.int64)
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(lambda worker: np.add.at(counts, _share(x, workers, worker), 1), range(workers)))
    return counts
