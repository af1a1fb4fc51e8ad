"""caught by m2.e4.correct m2.e4.speed m2.e4.hidden: the counters lie side by side on one line."""


def make_counters(workers: int, dtype: str = "i8") -> tuple[np.ndarray, list[int]]:
    """(array, indices): one element for every worker."""
    return np.zeros(workers, dtype), list(range(workers))
