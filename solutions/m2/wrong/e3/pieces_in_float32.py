"""caught by m2.e3.correct m2.e3.hidden: adds every piece up in double precision, but keeps its sum as a float32."""


def parallel_sum(x: np.ndarray, workers: int) -> float:
    """The sum of x, added up in double precision by that many threads."""
    pieces = [x[start : start + PIECE] for start in range(0, len(x), PIECE)]
    with ThreadPoolExecutor(workers) as pool:
        return float(sum(map(np.float32, pool.map(_sum, pieces)), np.float64(0)))
