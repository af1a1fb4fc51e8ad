"""Given for m3.x1: the yardstick of the race. Yours to read, not to change."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit


@njit(fastmath=True)
def float32_matvec(W, x):
    """W @ x, row by row."""
    answer = np.empty(len(W), np.float32)
    for i in range(len(W)):
        total = np.float32(0)
        for j in range(len(x)):
            total += W[i, j] * x[j]
        answer[i] = total
    return answer


def products(
    matvec: Callable[..., Any], W: np.ndarray, packed: np.ndarray, scales: np.ndarray, vectors: list[np.ndarray]
) -> list[Any]:
    """What races: matvec of several vectors, one after the other."""
    return [matvec(packed, scales, x) for x in vectors]


def float32_products(W: np.ndarray, packed: np.ndarray, scales: np.ndarray, vectors: list[np.ndarray]) -> list[Any]:
    """The yardstick: the same with the weights in float32."""
    return [float32_matvec(W, x) for x in vectors]


# For the tests: what arrays look like in memory is decided on this side of the wire.


def of_views(function: Callable[..., Any], step: int, *args: np.ndarray) -> tuple[Any, bool]:
    """(function of views of these arrays that cannot be written to; whether all around them is as it was).

    Every step-th element along each axis, or, where step is 0, arrays whose columns lie one behind the other.
    """
    larger, views = [], []
    for each in args:
        if step == 0:
            larger.append(np.asfortranarray(each))
            views.append(larger[-1].view())
        else:
            larger.append(np.ones([size * abs(step) for size in each.shape], each.dtype))
            views.append(larger[-1][(slice(None, None, step),) * each.ndim])
            views[-1][...] = each
        views[-1].flags.writeable = False
    before = [each.tobytes() for each in larger]
    answer = function(*views)
    return answer, before == [each.tobytes() for each in larger]


def kept(function: Callable[..., Any], arguments: tuple[np.ndarray, ...], others: tuple[np.ndarray, ...]) -> Any:
    """What function(*arguments) returned, as it is after the arguments were overwritten and after other calls."""
    answer = function(*arguments)
    for argument in arguments:
        argument[...] = 1
    for _ in range(3):  # answers may take turns in a few buffers
        function(*others)
    return answer


def in_place(function: Callable[..., Any], array: np.ndarray, change: np.ndarray, *others: np.ndarray) -> list[Any]:
    """What function says of one array, and of the same array after `change` was written into it."""
    first = function(array, *others)
    array[...] = change
    return [first, function(array, *others)]


def contiguous(function: Callable[..., Any], *args: np.ndarray, by_columns: bool = False) -> list[bool]:
    """Whether every array of the answer is contiguous, can be written to, and shares no memory with what came in."""
    args = tuple(map(np.asfortranarray, args)) if by_columns else args
    answer = function(*args)
    arrays = answer if isinstance(answer, tuple) else (answer,)
    return [
        each.flags.forc and each.flags.writeable and not any(np.shares_memory(each, arg) for arg in args) for each in arrays
    ]
