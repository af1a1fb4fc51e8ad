"""Given for m0.e2: the yardsticks of the two races. Yours to read and to call, not to change."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit


def shifted_sums(x: np.ndarray, w: int) -> np.ndarray:
    """The yardstick of moving_average: numpy, no loop over elements, and w additions for each of them."""
    total = np.zeros(len(x) - w + 1)
    for shift in range(w):
        total += x[shift : shift + len(total)]
    return total / w


@njit
def three_loops(points, centres):
    """The yardstick of nearest_centre: compiled, one point after the other, one centre after the other."""
    nearest = np.empty(len(points), np.int64)
    for i in range(len(points)):
        least = np.inf
        for j in range(len(centres)):
            total = np.float32(0)
            for dimension in range(points.shape[1]):
                away = points[i, dimension] - centres[j, dimension]
                total += away * away
            if total < least:
                least, nearest[i] = total, j
    return nearest


# For the tests: what depends on where arrays lie is looked at on this side of the wire.


def kept(function: Callable[..., Any], arguments: tuple[Any, ...], others: tuple[Any, ...]) -> Any:
    """What function(*arguments) returned, as it is after other calls."""
    answer = function(*arguments)
    for _ in range(3):  # answers may take turns in a few buffers
        function(*others)
    return answer


def on_views(function: Callable[..., Any], step: int, *arguments: Any) -> tuple[Any, bool]:
    """function's answer for arrays that are views into larger ones, and whether all of these are as they were.

    Every array is every step-th row of a larger one; with a negative step from the end, so the larger one is in reverse.
    """
    larger = [_spread(each, step) if isinstance(each, np.ndarray) else each for each in arguments]
    before = [each.copy() if isinstance(each, np.ndarray) else each for each in larger]
    answer = function(*(each[::step] if isinstance(each, np.ndarray) else each for each in larger))
    if isinstance(answer, np.ndarray):
        answer = answer.copy()
    return answer, all(np.array_equal(one, other) for one, other in zip(larger, before, strict=True))


def _spread(x: np.ndarray, step: int) -> np.ndarray:
    """An array of which x is every step-th row; what is in between is 5."""
    rows = max(abs(step) * (len(x) - 1) + 1, 0)
    larger = np.full((rows, *x.shape[1:]), 5, x.dtype)
    larger[::step] = x
    return larger
