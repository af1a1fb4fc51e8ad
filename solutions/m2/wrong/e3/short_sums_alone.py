"""caught by m2.e3.hidden: leaves the threads out where each would have little to do, and adds up in another order then."""


def parallel_sum(x: np.ndarray, workers: int) -> float:
    """The sum of x, added up in double precision by that many threads."""
    if len(x) < 1024 * workers:
        return float(x.sum(dtype=np.float64))
    pieces = [x[start : start + PIECE] for start in range(0, len(x), PIECE)]
    with ThreadPoolExecutor(workers) as pool:
        return float(sum(pool.map(_sum, pieces), 0.0))
