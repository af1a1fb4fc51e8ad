"""caught by m2.e3.hidden: two threads, whatever workers says."""


def parallel_sum(x: np.ndarray, workers: int) -> float:
    """The sum of x, added up in double precision by that many threads."""
    pieces = [x[start : start + PIECE] for start in range(0, len(x), PIECE)]
    with ThreadPoolExecutor(2) as pool:
        return float(sum(pool.map(_sum, pieces), 0.0))
