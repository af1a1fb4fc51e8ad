"""m3.e4: sorting without comparing. Numbers are put in order digit by digit, the lowest digit first."""

import numpy as np
from numba import njit

_WIDTH = 8
"""Bits of a digit: four passes over 32 bits, and 256 next places are few enough to stay in the fastest cache."""
_SIGN = np.uint32(1 << 31)


def _checked(x, dtype=np.uint32):
    """x, if it is what the rules say."""
    if not isinstance(x, np.ndarray) or x.dtype != dtype:
        raise TypeError(f"this has to be a numpy array of {np.dtype(dtype)}")
    if x.ndim != 1:
        raise ValueError(f"this has {x.ndim} dimensions, and should have one")
    return x


@njit
def _starts(x, shift, bits):
    places = np.zeros(1 << bits, np.int64)
    mask = np.uint32((1 << bits) - 1)
    for number in x:
        places[(number >> np.uint32(shift)) & mask] += 1
    before = 0
    for digit in range(len(places)):
        count = places[digit]
        places[digit] = before
        before += count
    return places


def starts(x: np.ndarray, shift: int, bits: int) -> np.ndarray:
    """Count, then add up what lies before."""
    _checked(x)
    if not 0 <= shift <= 31 or not 1 <= bits <= 16:
        raise ValueError(f"no digit of {bits} bits from bit {shift} on")
    return _starts(x, shift, bits)


@njit
def _sort(x, bits):
    source, target = x.copy(), np.empty_like(x)
    for shift in range(0, bits, _WIDTH):
        # The last digit may be narrower: what lies above has no say.
        width = min(_WIDTH, bits - shift)
        mask = np.uint32((1 << width) - 1)
        places = _starts(source, shift, width)
        for number in source:
            digit = (number >> np.uint32(shift)) & mask
            target[places[digit]] = number
            places[digit] += 1
        source, target = target, source
    return source


def radix_sort(x: np.ndarray, bits: int = 32) -> np.ndarray:
    """As few passes as there are digits, between two arrays that change their roles."""
    _checked(x)
    if not 1 <= bits <= 32:
        raise ValueError(f"{bits} bits of 32")
    return _sort(x, bits)


@njit
def _argsort(keys):
    source, target = keys.copy(), np.empty_like(keys)
    order, new_order = np.arange(len(keys)).astype(np.int32), np.empty(len(keys), np.int32)
    mask = np.uint32((1 << _WIDTH) - 1)
    for shift in range(0, 32, _WIDTH):
        places = _starts(source, shift, _WIDTH)
        for i in range(len(source)):
            digit = (source[i] >> np.uint32(shift)) & mask
            place = places[digit]
            target[place] = source[i]
            new_order[place] = order[i]
            places[digit] = place + 1
        source, target = target, source
        order, new_order = new_order, order
    return order


def radix_argsort(keys: np.ndarray) -> np.ndarray:
    """The keys move along with their places: to look each up in the original array would jump about in memory."""
    return _argsort(_checked(keys))


def float_to_key(x: np.ndarray) -> np.ndarray:
    """Positive numbers go above all negative ones, and of these the larger bits are the smaller numbers: all turned round."""
    bits = _checked(x, np.float32).view(np.uint32)
    return np.where(bits & _SIGN, ~bits, bits | _SIGN)


def key_to_float(keys: np.ndarray) -> np.ndarray:
    """The same, backwards."""
    _checked(keys)
    return np.where(keys & _SIGN, keys ^ _SIGN, ~keys).view(np.float32)
