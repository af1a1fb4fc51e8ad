"""caught by m2.e4.hidden: leaves eight elements of room whatever their size; that is a line only for 8 bytes each."""


def make_counters(workers: int, dtype: str = "i8") -> tuple[np.ndarray, list[int]]:
    """(array, indices): one line more than there are counters, and the counters begin where the first whole line does."""
    per_line = LINE // 8
    array = np.zeros((workers + 1) * per_line, dtype)
    first = -array.ctypes.data % LINE // array.itemsize
    return array, [first + worker * per_line for worker in range(workers)]
