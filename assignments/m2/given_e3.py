"""Given for m2.e3: the yardstick of the race, and an atomic add for numba. Yours to call, not to change."""

from collections.abc import Callable
from typing import Any

import numpy as np
from given_atomics import atomic_add as atomic_add
from given_drivers_e3 import at_the_locks as at_the_locks
from given_drivers_e3 import through_queues as through_queues
from given_drivers_e3 import who_adds as who_adds
from given_watch import mentions as mentions
from given_watch import watched as watched
from numba import njit


def changed_between(function: Callable[..., Any], x: np.ndarray, *more: Any) -> tuple[Any, Any]:
    """The answers for the same array, before and after every element of it has become 1."""
    x = x.copy()
    before = function(x, *more)
    x[...] = 1
    return before, function(x, *more)


@njit(nogil=True)
def _count(x, counts):
    for i in range(len(x)):
        counts[x[i]] += 1


def one_thread(x: np.ndarray, bins: int, workers: int) -> np.ndarray:
    """The yardstick: one thread, compiled, whatever the number of workers."""
    counts = np.zeros(bins, np.int64)
    _count(x, counts)
    return counts
