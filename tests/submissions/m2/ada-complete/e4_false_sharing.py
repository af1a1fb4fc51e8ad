"""m2.e4: false sharing."""

import threading

import numpy as np
from given_e4 import LINE, add_all


def line_of(array, i):
    """The line in which element i of array begins."""
    return (array.ctypes.data + int(i) * array.strides[0]) // LINE


def make_counters(workers, dtype="i8"):
    """(array, indices), every counter on a line of its own."""
    size = np.dtype(dtype).itemsize
    per_line = LINE // size
    array = np.zeros((workers + 1) * per_line, dtype)  # one line more to be able to align
    first = (-array.ctypes.data % LINE) // size
    return array, [first + w * per_line for w in range(workers)]


def count_parallel(x, workers):
    """The sum of x (uint8), added up by that many threads."""
    counters, indices = make_counters(workers)
    n = len(x)
    threads = []
    for w in range(workers):
        part = x[n * w // workers : n * (w + 1) // workers]
        threads.append(threading.Thread(target=add_all, args=(counters, indices[w], part)))
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return sum(int(counters[i]) for i in indices)
