"""caught by m2.e4.correct m2.e4.hidden: keeps what it made; only its own count_parallel cleans up after itself."""

import functools


@functools.cache
def make_counters(workers: int, dtype: str = "i8") -> tuple[np.ndarray, list[int]]:
    """(array, indices): one line more than there are counters, and the counters begin where the first whole line does."""
    per_line = LINE // np.dtype(dtype).itemsize
    array = np.zeros((workers + 1) * per_line, dtype)
    first = -array.ctypes.data % LINE // array.itemsize
    return array, [first + worker * per_line for worker in range(workers)]


def count_parallel(x: np.ndarray, workers: int) -> int:
    """The sum of x, added up by that many threads, each in a counter of its own."""
    counters, indices = make_counters(workers)
    cuts = [len(x) * worker // workers for worker in range(workers + 1)]
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(lambda worker: add_all(counters, indices[worker], x[cuts[worker] : cuts[worker + 1]]), range(workers)))
    total = int(counters.sum())
    counters[:] = 0
    return total
