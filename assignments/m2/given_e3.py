"""Given for m2.e3: the yardstick of the race, and an atomic add for numba. Yours to call, not to change."""

import numpy as np
from given_atomics import atomic_add as atomic_add
from given_watch import mentions as mentions
from given_watch import watched as watched
from numba import njit


@njit(nogil=True)
def _count(x, counts):
    for i in range(len(x)):
        counts[x[i]] += 1


def one_thread(x: np.ndarray, bins: int, workers: int) -> np.ndarray:
    """The yardstick: one thread, compiled, whatever the number of workers."""
    counts = np.zeros(bins, np.int64)
    _count(x, counts)
    return counts
