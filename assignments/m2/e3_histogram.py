"""m2.e3: many workers, one result. Sum and count in parallel without losing a single one.

workers is at least 1, and may be more than len(x). Where there are 10,000 elements or more for each worker, all of them
work; with fewer, fewer threads will do. given_e3 has atomic_add for compiled code. numba and threading are all you need.
"""

import numpy as np


def parallel_sum(x: np.ndarray, workers: int) -> float:
    """The sum of x (float32, any length, also 0), added up in double precision by that many threads.

    The answer must not depend on the number of workers, nor on which of them is the fastest: cut x into the same pieces
    whatever it is, and add up their sums in the same order.
    """
    raise NotImplementedError


def hist_lock(x: np.ndarray, bins: int, workers: int) -> np.ndarray:
    """How often each of 0 .. bins-1 occurs in x (uint8), as int64 of shape (bins,), counted by that many threads.

    Every element of x is below bins, which may be more than 256. The workers share one array, and whoever adds to it holds
    the lock that all of them use, from reading the old count until the new one is written. A worker may count its share
    alone and add only once, and there may be a lock for every bin.
    """
    raise NotImplementedError


def hist_atomic(x: np.ndarray, bins: int, workers: int) -> np.ndarray:
    """The same with one shared array to which all threads add by atomic_add, without a lock."""
    raise NotImplementedError


def hist_channels(x: np.ndarray, bins: int, workers: int) -> np.ndarray:
    """The same with a queue: every worker sends its own histogram, the caller adds them up.

    The caller must notice that a worker is done, however long it takes, and even where it has nothing to send.
    """
    raise NotImplementedError


def hist_private(x: np.ndarray, bins: int, workers: int) -> np.ndarray:
    """The same, and fast: every worker counts in an array of its own. This is the one that races."""
    raise NotImplementedError
