"""What `jit.py` compiles."""

import numpy as np
from numba import njit


def smooth(x, a):
    y = np.empty_like(x)
    level = x[0]
    for i in range(len(x)):
        level += a * (x[i] - level)
        y[i] = level
    return y


def smooth_list(x, a):
    """The same over a list, which suits the interpreter better."""
    y, last = [], x[0]
    for number in x:
        last = a * number + (1 - a) * last
        y.append(last)
    return y


compiled = njit(smooth)
cached = njit(cache=True)(smooth)
