"""caught by m2.e4.hidden, perhaps m2.e4.correct: sets the same array to zero again, while others may still count in it."""

_kept: dict[tuple[int, str], np.ndarray] = {}


def make_counters(workers: int, dtype: str = "i8") -> tuple[np.ndarray, list[int]]:
    """(array, indices): one line more than there are counters, and the counters begin where the first whole line does."""
    per_line = LINE // np.dtype(dtype).itemsize
    array = _kept.setdefault((workers, dtype), np.zeros((workers + 1) * per_line, dtype))
    array[:] = 0
    first = -array.ctypes.data % LINE // array.itemsize
    return array, [first + worker * per_line for worker in range(workers)]
