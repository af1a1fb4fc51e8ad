"""Given for m0.e8: the two loops as they are usually written, one chain each. They are the yardsticks of the races."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit


@njit
def dot_in_one_chain(a, b):
    """Kahan's sum of the products: what an addition rounds away is subtracted from the next product."""
    total, lost = 0.0, 0.0
    for i in range(len(a)):
        product = a[i] * b[i] - lost
        new = total + product
        lost = (new - total) - product
        total = new
    return total


def all_dots(dot: Callable[..., Any], a: np.ndarray, b: np.ndarray) -> list[list[Any]]:
    """What races: dot of every row of a with every row of b. They stay in the cache, so that memory is no excuse."""
    return [[dot(x, y) for y in b] for x in a]


def all_dots_in_one_chain(a: np.ndarray, b: np.ndarray) -> list[list[Any]]:
    """The yardstick: the same with dot_in_one_chain."""
    return all_dots(dot_in_one_chain, a, b)


@njit
def horner_in_one_chain(c, x):
    """Horner's rule, point by point."""
    values = np.empty(len(x))
    for i in range(len(x)):
        value = c[-1]
        for k in range(len(c) - 2, -1, -1):
            value = value * x[i] + c[k]
        values[i] = value
    return values


# For the tests: what arrays look like in memory is decided on this side of the wire.


def of_views(function: Callable[..., Any], step: int, *arrays: np.ndarray) -> tuple[Any, bool]:
    """(function of views of these arrays that cannot be written to; whether all around them is as it was)."""
    larger = [np.full(len(array) * abs(step), np.nan) for array in arrays]
    views = [each[::step] for each in larger]
    for view, array in zip(views, arrays, strict=True):
        view[:] = array
        view.flags.writeable = False
    before = [each.tobytes() for each in larger]
    answer = function(*views)
    return answer, before == [each.tobytes() for each in larger]


def of_itself(function: Callable[..., Any], a: np.ndarray) -> Any:
    """function(a, a), both the same array."""
    return function(a, a)


def kept(function: Callable[..., Any], arguments: tuple[Any, ...], others: tuple[Any, ...]) -> Any:
    """What function(*arguments) returned, as it is after other calls and after the arguments were overwritten."""
    answer = function(*arguments)
    for _ in range(3):  # answers may take turns in a few buffers
        function(*others)
    for argument in arguments:
        argument[...] = 0
    return answer
