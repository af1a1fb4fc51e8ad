"""m0.e3: loops in which a step needs the result of the last one. numpy has no call for these; a compiler has."""

import numpy as np
from numba import njit


@njit
def _smooth(x, a, y):
    last = x[0]
    y[0] = last
    for i in range(1, x.size):
        last = a * x[i] + (1 - a) * last
        y[i] = last


def smooth(x: np.ndarray, a: float) -> np.ndarray:
    """The last y is all that a step has to know of what was before."""
    if not 0 < a <= 1:
        raise ValueError(f"a is {a}, and should be more than 0 and at most 1")
    y = np.empty(len(x))
    if len(x):
        _smooth(x, a, y)
    return y


@njit
def _steps(cx, cy, max_iter):
    zx, zy = 0.0, 0.0
    for step in range(1, max_iter):
        zx, zy = zx * zx - zy * zy + cx, 2 * zx * zy + cy
        if zx * zx + zy * zy > 4:
            return step
    return max_iter


@njit
def _picture(steps, max_iter):
    height, width = steps.shape
    for r in range(height):
        up = 1.5 * ((height - 1 - 2 * r) / height)
        for k in range(width):
            across = 1.5 * ((2 * k + 1 - width) / width) - 0.75
            steps[r, k] = _steps(across, up, max_iter)


def escape_time(width: int, height: int, max_iter: int) -> np.ndarray:
    """One pixel after the other, each for as long as it takes: a step further is a step for this pixel alone."""
    if width < 1 or height < 1 or not 1 <= max_iter <= 65_535:
        raise ValueError(f"no picture of {width} x {height} pixels and {max_iter} steps")
    steps = np.empty((height, width), np.uint16)
    _picture(steps, max_iter)
    return steps
