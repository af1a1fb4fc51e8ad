"""m2.e4: two workers that never touch the same number can still slow each other down."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from given_e4 import LINE, add_all


def line_of(array: np.ndarray, i: int) -> int:
    """The line in which element i of array begins."""
    return (array.ctypes.data + i * array.strides[0]) // LINE


def make_counters(workers: int, dtype: str = "i8") -> tuple[np.ndarray, list[int]]:
    """(array, indices): one line more than there are counters, and the counters begin where the first whole line does."""
    per_line = LINE // np.dtype(dtype).itemsize
    array = np.zeros((workers + 1) * per_line, dtype)
    first = -array.ctypes.data % LINE // array.itemsize
    return array, [first + worker * per_line for worker in range(workers)]


def count_parallel(x: np.ndarray, workers: int) -> int:
    """The sum of x, added up by that many threads, each in a counter of its own."""
    counters, indices = make_counters(workers)

    def work(worker: int) -> None:
        add_all(counters, indices[worker], x[len(x) * worker // workers : len(x) * (worker + 1) // workers])

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(work, range(workers)))
    return int(counters.sum())
