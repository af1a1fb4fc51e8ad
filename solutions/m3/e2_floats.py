"""m3.e2: floats, which have a fixed number of digits, round at every step, and lie the closer together the smaller they are."""

import math

import numpy as np
from numba import njit

_LANES = 128
"""Sums side by side: more than a core needs, so that a pass over all of them is long beside its beginning."""


def _checked(dtype, *arrays):
    """ValueError unless all have this dtype, and the same length."""
    if any(each.dtype != dtype or each.shape != arrays[0].shape for each in arrays):
        raise ValueError(f"arrays of {dtype} and of one length are needed")


def _places(x):
    """The bits as whole numbers that count upwards with the floats, from 0 on either side of zero."""
    bits = x.view(np.int32).astype(np.int64)
    return np.where(bits < 0, -(bits & 0x7FFFFFFF), bits)


def ulp_distance(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Positive floats are sorted as their bits are; negative ones count downwards from zero."""
    _checked("float32", a, b)
    distance = np.abs(_places(a) - _places(b))
    distance[np.isnan(a) | np.isnan(b)] = -1
    return distance


def solve_quadratic(a: float, b: float, c: float) -> tuple[float, ...]:
    """The root that needs no subtraction first; the other one from their product, which is c / a."""
    if a == 0 or not all(map(math.isfinite, (a, b, c))):
        raise ValueError("a is not 0, and all three are finite")
    inside = b * b - 4 * a * c
    if inside < 0:
        return ()
    if inside == 0:
        return (-b / (2 * a),) * 2
    half = -0.5 * (b + math.copysign(math.sqrt(inside), b))
    one, other = half / a, c / half
    return (float(min(one, other)), float(max(one, other)))


@njit
def _variance(x):
    # Deviations from any number near the data will do, and one of the data is near enough.
    near, n = x[0], len(x)
    sums, squares = np.zeros(_LANES), np.zeros(_LANES)
    for i in range(0, n, _LANES):
        some = x[i : i + _LANES]
        for j in range(len(some)):
            away = some[j] - near
            sums[j] += away
            squares[j] += away * away
    mean = sums.sum() / n
    return squares.sum() / n - mean * mean


def variance_one_pass(x: np.ndarray) -> float:
    """Moved next to zero, where the squares are small, in many lanes."""
    if x.dtype != np.float64 or not len(x):
        raise ValueError("one number of float64 is needed, or more")
    variance = float(_variance(x))
    return 0.0 if variance < 0 else variance


def divide_by_constant_is_exact(d: float) -> bool:
    """Only a power of two has a reciprocal with finitely many binary digits, and float32 has to have it."""
    with np.errstate(over="ignore", divide="ignore"):
        narrow = np.float32(d)
        if narrow == 0 or not np.isfinite(narrow):
            raise ValueError("d is a finite number other than 0")
        return bool(math.frexp(narrow)[0] in (0.5, -0.5) and np.isfinite(1 / narrow))


def reversed_depth(z: np.ndarray, near: float, far: float) -> np.ndarray:
    """In float64, cut off at both ends, and then rounded once."""
    _checked("float32", z)
    if not 0 < near < far:
        raise ValueError("near is above 0, and far is farther away")
    inside = np.clip(z.astype(np.float64), near, far)
    beyond = 1.0 if math.isinf(far) else (far - inside) / (far - near)
    return (near / inside * beyond).astype(np.float32)
