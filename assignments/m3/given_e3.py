"""Given for m3.e3: two sums as everybody knows them. Yours to read and to call, not to change."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit


@njit
def naive(x):
    """One by one, from left to right, each addition rounded to float32. Of nothing: 0."""
    # Not 0.0, which is a float64: the sum would become one, too.
    total = np.float32(0)
    for number in x:
        total += number
    return total


@njit
def kahan(x):
    """Kahan's sum: what one addition rounds away is subtracted from the next number."""
    total, lost = np.float32(0), np.float32(0)
    for number in x:
        number -= lost
        new = total + number
        lost = (new - total) - number
        total = new
    return total


def all_sums(function: Callable[..., Any], x: np.ndarray) -> list[Any]:
    """What races: 64 sums, each of all elements but 63. They stay in the cache, so that memory is no excuse."""
    return [function(x[k : len(x) - 63 + k]) for k in range(64)]


def all_sums_in_one_chain(x: np.ndarray) -> list[Any]:
    """The yardstick: the same with kahan."""
    return all_sums(kahan, x)


# For the tests: what arrays look like in memory is decided on this side of the wire.


def of_view(function: Callable[..., Any], step: int, writable: bool, x: np.ndarray, *others: Any) -> tuple[Any, bool]:
    """(function of every step-th element of a larger array; whether all of it is as it was afterwards)."""
    larger = np.full(len(x) * abs(step), 7.0, np.float32)
    view = larger[::step]
    view[:] = x
    larger.flags.writeable = view.flags.writeable = writable
    before = larger.tobytes()
    answer = function(view, *others)
    return answer.copy() if isinstance(answer, np.ndarray) else answer, before == larger.tobytes()


def kept(function: Callable[..., Any], x: np.ndarray, other: np.ndarray) -> Any:
    """What function(x) returned, as it is after other calls and after x was overwritten."""
    x = x.copy()
    answer = function(x)
    for _ in range(3):  # answers may take turns in a few buffers
        function(other)
    x[...] = 0
    return answer


def overwritten(function: Callable[..., Any], x: np.ndarray, other: np.ndarray, *others: Any) -> list[Any]:
    """The answers for one array that holds the numbers of x, and then those of other, which is as long."""
    array = x.copy()
    first = function(array, *others)
    array[...] = other
    return [first, function(array, *others)]
