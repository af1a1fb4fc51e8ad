"""m0.e8: what a core does in a nanosecond, and why your loop does not let it."""

import numpy as np
from numba import njit

_LANES = 128
"""Sums side by side in dot: more than a core needs, so that a pass over all of them is long beside its beginning."""


@njit
def _dot(a, b):
    total, lost = np.zeros(_LANES), np.zeros(_LANES)
    for i in range(0, len(a), _LANES):
        # One product more for every lane, by Kahan's rule. No lane waits for another, so they go through in vectors.
        some, others = a[i : i + _LANES], b[i : i + _LANES]
        for j in range(len(some)):
            product = some[j] * others[j] - lost[j]
            new = total[j] + product
            lost[j] = (new - total[j]) - product
            total[j] = new
    # The sums of the lanes, and what each still has to give back, are added up by Kahan's rule as well.
    whole, rest = 0.0, 0.0
    for part in (total, -lost):
        for number in part:
            number -= rest
            new = whole + number
            rest = (new - whole) - number
            whole = new
    return whole


def dot(a: np.ndarray, b: np.ndarray) -> float:
    """The sum of all products, in many lanes with a correction each."""
    return float(_dot(a, b))


@njit
def polynomials(c: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Horner's rule, one step for all points, then the next: the points do not wait for each other."""
    values = np.empty(len(x))
    values[:] = c[-1]
    for k in range(len(c) - 2, -1, -1):
        # Read once, for the compiler cannot know that values and c do not overlap.
        coefficient = c[k]
        for i in range(len(x)):
            values[i] = values[i] * x[i] + coefficient
    return values


def bound(latency: float, throughput: float, chains: int) -> float:
    """Either the chains are waiting, or the core is busy."""
    return float(max(latency / chains, 1 / throughput))
