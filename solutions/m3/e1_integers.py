"""m3.e1: integers of a fixed width. When they run out of bits they start again from the other end, and nobody tells you."""

import numpy as np
from numba import njit

_SIGNED = [np.dtype(each) for each in ("i1", "i2", "i4", "i8")]


def _checked(*arrays):
    """ValueError unless these are signed integers of one dtype and one length."""
    if arrays[0].dtype not in _SIGNED or any(each.dtype != arrays[0].dtype for each in arrays):
        raise ValueError("signed integers of one dtype are needed")
    if any(each.shape != arrays[0].shape for each in arrays):
        raise ValueError("as many numbers are needed on the left as on the right")


def overflows(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The sum of two numbers has overflowed if its sign is that of neither."""
    _checked(a, b)
    wrapped = a + b
    return ((a ^ wrapped) & (b ^ wrapped)) < 0


@njit
def _add(a, b, lowest, highest):
    answer = np.empty(len(a), a.dtype)
    for i in range(len(a)):
        x, y = a[i], b[i]
        # How much room there is can be said without leaving the range: y is taken from the end that it moves towards.
        if y > 0:
            answer[i] = highest if x > highest - y else x + y
        else:
            answer[i] = lowest if x < lowest - y else x + y
    return answer


def add_saturating(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Looks before it leaps: is there room for b between a and the end of the range?"""
    _checked(a, b)
    ends = np.iinfo(a.dtype)
    return _add(a, b, ends.min, ends.max)


def average_floor(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Bits that both have count in full; of those that only one of them has, a half."""
    _checked(a, b)
    return (a & b) + ((a ^ b) >> 1)


def wrap(value: int, bits: int) -> int:
    """Moved up by a half of the range, cut off, and moved down again."""
    if bits < 1:
        raise ValueError("an integer has one bit or more")
    half = 1 << (bits - 1)
    return ((value + half) & (2 * half - 1)) - half


def shift_right_arithmetic(x: np.ndarray, k: int) -> np.ndarray:
    """numpy's >> on signed integers; the last place is as far as any bit can go."""
    _checked(x)
    if k < 0:
        raise ValueError("k is 0 or more")
    return x >> min(k, 8 * x.dtype.itemsize - 1)


def shift_right_logical(x: np.ndarray, k: int) -> np.ndarray:
    """numpy's >> on the same bits, read as unsigned integers."""
    _checked(x)
    if k < 0:
        raise ValueError("k is 0 or more")
    width = 8 * x.dtype.itemsize
    if k >= width:
        return np.zeros(len(x), x.dtype)
    return (x.view(f"u{x.dtype.itemsize}") >> k).view(x.dtype)
