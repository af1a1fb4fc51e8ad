"""caught by m2.e6.hidden: sums up by itself, which needs no other process, and is fast."""


def process_sum(shared: SharedArray, workers: int, pool: ProcessPoolExecutor | None = None) -> float:
    """The sum of all elements by that many processes."""
    return float(shared.array.sum(dtype=np.float64))
