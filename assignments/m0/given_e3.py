"""Given for m0.e3: the yardsticks of the two races. Yours to read and to call, not to change."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit


@njit
def last_32(x, a):
    """The yardstick of smooth: the weighted mean of the last 32 numbers, all of them read anew for every y."""
    weights = a * (1 - a) ** np.arange(32)
    y = np.empty_like(x)
    for i in range(len(x)):
        total = 0.0
        for back in range(min(32, i + 1)):
            total += weights[back] * x[i - back]
        y[i] = total
    return y


def masked(width: int, height: int, max_iter: int) -> np.ndarray:
    """The yardstick of escape_time: whole arrays, of those pixels that are not away yet."""
    cx = np.tile(1.5 * ((2 * np.arange(width) + 1 - width) / width) - 0.75, height)
    cy = np.repeat(1.5 * ((height - 1 - 2 * np.arange(height)) / height), width)
    zx, zy, where = np.zeros(width * height), np.zeros(width * height), np.arange(width * height)
    steps = np.full(width * height, max_iter, np.uint16)
    for step in range(1, max_iter):
        zx, zy = zx * zx - zy * zy + cx, 2 * zx * zy + cy
        away = zx * zx + zy * zy > 4
        steps[where[away]] = step
        on = ~away
        zx, zy, cx, cy, where = zx[on], zy[on], cx[on], cy[on], where[on]
    return steps.reshape(height, width)


# For the tests: what depends on where arrays lie is looked at on this side of the wire.


def kept(function: Callable[..., Any], arguments: tuple[Any, ...], others: tuple[Any, ...]) -> Any:
    """What function(*arguments) returned, as it is after other calls."""
    answer = function(*arguments)
    for _ in range(3):  # answers may take turns in a few buffers
        function(*others)
    return answer


def written_to(function: Callable[..., Any], *arguments: Any) -> Any:
    """What function(*arguments) returns, after an earlier answer for the same was set to zero."""
    function(*arguments)[...] = 0
    return function(*arguments)


def shares(smooth: Callable[..., Any], x: np.ndarray, a: float) -> bool:
    """Whether smooth's answer shares memory with x."""
    return bool(np.shares_memory(smooth(x, a), x))


def on_view(smooth: Callable[..., Any], x: np.ndarray, step: int, a: float) -> tuple[Any, bool]:
    """smooth's answer for x as every step-th element of a larger array, and whether all of that is as it was."""
    larger = np.full(max(abs(step) * (len(x) - 1) + 1, 0), 5.0)
    larger[::step] = x
    before = larger.copy()
    answer = smooth(larger[::step], a)
    return answer.copy() if isinstance(answer, np.ndarray) else answer, bool((larger == before).all())
