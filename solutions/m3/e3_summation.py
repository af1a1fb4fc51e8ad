"""m3.e3: a million small numbers, added up in float32 and in less."""

import math
from collections.abc import Callable

import numpy as np
from given_e3 import kahan, naive
from numba import njit

_LANES = 64


def _checked(x):
    """x, if it is what the rules say."""
    if not isinstance(x, np.ndarray) or x.dtype != np.float32:
        raise TypeError("x has to be a numpy array of float32")
    if x.ndim != 1:
        raise ValueError(f"x has {x.ndim} dimensions, and should have one")
    return x


def _finite(total, x):
    """total, or the plain sum where corrections have spoiled it."""
    return float(total) if math.isfinite(total) else float(naive(x))


@njit
def _add(total, number):
    """(the rounded sum, what the rounding took away)."""
    new = total + number
    if abs(total) >= abs(number):
        return new, (total - new) + number
    return new, (number - new) + total


@njit
def _neumaier(x):
    total, lost = np.float32(0), np.float32(0)
    for number in x:
        total, error = _add(total, number)
        lost += error
    return total + lost


def neumaier(x: np.ndarray) -> float:
    """The errors of a sum are numbers, and can be added up like any others."""
    return _finite(_neumaier(_checked(x)), x)


@njit
def _klein(x):
    total, lost, third = np.float32(0), np.float32(0), np.float32(0)
    for number in x:
        total, error = _add(total, number)
        lost, error = _add(lost, error)
        third += error
    return total + lost + third


def klein(x: np.ndarray) -> float:
    """The same, and the errors of the errors as well."""
    return _finite(_klein(_checked(x)), x)


def _halves(x):
    if len(x) <= 128:
        return np.float32(naive(x))
    half = len(x) // 2
    return _halves(x[:half]) + _halves(x[half:])


def pairwise(x: np.ndarray) -> float:
    """Plain Python down to blocks of 128, which are long enough for a compiled loop to be worth its call."""
    with np.errstate(over="ignore", invalid="ignore"):
        return float(_halves(_checked(x)))


@njit
def _lanes(x):
    total, lost = np.zeros(_LANES, np.float32), np.zeros(_LANES, np.float32)
    for i in range(0, len(x), _LANES):
        # At the end there are fewer elements than lanes, and the first lanes take them.
        some = x[i : i + _LANES]
        for j in range(len(some)):
            number = some[j] - lost[j]
            new = total[j] + number
            lost[j] = (new - total[j]) - number
            total[j] = new
    return kahan(np.concatenate((total, -lost)))


def kahan_lanes(x: np.ndarray) -> float:
    """An inner loop over lanes that do not wait for each other: the compiler gives sixteen of them to one instruction."""
    return _finite(_lanes(_checked(x)), x)


def to_bf16(x: np.ndarray) -> np.ndarray:
    """Half a step less one is added to the bits, one more where the last bit that stays is odd; the rest is cut off."""
    bits = _checked(x).view(np.uint32)
    odd = (bits >> np.uint32(16)) & np.uint32(1)
    rounded = (bits + np.uint32(0x7FFF) + odd) & np.uint32(0xFFFF0000)
    # The bits of a NaN must not be counted up, past the end: it becomes the usual one.
    return np.where(np.isnan(x), np.uint32(0x7FC00000), rounded).view(np.float32)


def _as_float16(x):
    with np.errstate(over="ignore"):
        return x.astype(np.float16).astype(np.float32)


_ROUND: dict[str, Callable[[np.ndarray], np.ndarray]] = {"float32": np.array, "float16": _as_float16, "bfloat16": to_bf16}


def sum_low(x: np.ndarray, data: str, accumulator: str) -> float:
    """Rounded once when stored, and then after every step."""
    _checked(x)
    if data not in _ROUND or accumulator not in _ROUND:
        raise ValueError(f'no type for "{data}" and "{accumulator}"')
    rounded = _ROUND[accumulator]
    total = np.zeros(1, np.float32)
    with np.errstate(over="ignore", invalid="ignore"):
        for number in _ROUND[data](x):
            total = rounded(total + number)
    return float(total[0])
