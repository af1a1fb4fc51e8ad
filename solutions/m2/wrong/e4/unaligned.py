"""caught by m2.e4.hidden: a line of room for each, but the array need not begin where a line does."""


def make_counters(workers: int, dtype: str = "i8") -> tuple[np.ndarray, list[int]]:
    """(array, indices): as many lines as there are counters."""
    per_line = LINE // np.dtype(dtype).itemsize
    return np.zeros(workers * per_line, dtype), [worker * per_line for worker in range(workers)]
