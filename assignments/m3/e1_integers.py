"""m3.e1: integers of a fixed width. When they run out of bits they start again from the other end, and nobody tells you.

In what follows, arrays have one dimension, any length (also 0 and 1), and hold int8, int16, int32 or int64; a and b have the
same dtype and the same length. They may be views, such as y[::2] or y[::-1], may be read-only, may be one and the same array,
and stay as they were. Every answer is a new array that shares no memory with anything else. Every int of the dtype may
occur, also the smallest and the largest, and there is no wider dtype than int64 to escape to.

Every function of arrays raises ValueError if the dtype is any other, unsigned integers, floats and bools among them;
functions of a and b also if the two dtypes differ, or the two lengths. Arrays of length 0 are no exception. A dtype with the
bytes in the order of other machines is another dtype.
"""

import numpy as np


def overflows(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Where a[i] + b[i] does not fit: an array of bool, True where the exact sum is none of the numbers of the dtype."""
    raise NotImplementedError


def add_saturating(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """a + b that stops at the end of the range, as sound and pixels do: an array of the dtype of a and b.

    Each element is the exact sum where that fits. Else it is the number of the dtype that is nearest to the exact sum: the
    largest one if the sum is too large, the smallest one if it is too small.

    This one races: 600 times 16,000 random int64, added to the sum of all before them by given_e1.mix, against the same with
    given_e1.in_whole_arrays, which is numpy and goes through memory five times. Whole arrays get no further than that: go
    through a and b once, in a loop compiled by numba's njit.
    """
    raise NotImplementedError


def average_floor(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The mean of a[i] and b[i], rounded down, an array of their dtype: of -3 and 0 it is -2.

    It always fits, even where a[i] + b[i] does not: the mean of the largest number and itself is the largest number.
    """
    raise NotImplementedError


def wrap(value: int, bits: int) -> int:
    """What a signed integer with that many bits shows where the exact result is `value`: a Python int.

    It is the one number from -2**(bits - 1) to 2**(bits - 1) - 1 that differs from value by a multiple of 2**bits. So
    wrap(100 + 100, 8) is -56; with one bit there are only 0 and -1. Both are Python ints, of any size. Raises ValueError
    unless bits is 1 or more.
    """
    raise NotImplementedError


def shift_right_arithmetic(x: np.ndarray, k: int) -> np.ndarray:
    """All bits of every element k places to the right, copies of the sign bit coming in on the left: an array like x.

    That is floor(x[i] / 2**k): of -5 and k = 1 it is -3. k is a Python int of 0 or more, also as large as the width of the
    dtype, or far larger: 0 is left of a number that is not negative, and -1 of a negative one. Raises ValueError if k < 0.
    """
    raise NotImplementedError


def shift_right_logical(x: np.ndarray, k: int) -> np.ndarray:
    """All bits of every element k places to the right, zeros coming in on the left: an array like x, of the same dtype.

    The sign bit is a bit like any other: of int8, -1 (eight ones) and k = 1 make 127 (seven ones). With k = 0 nothing
    changes. k is a Python int of 0 or more; from the width of the dtype on, however large, nothing is left but 0. Raises
    ValueError if k < 0.
    """
    raise NotImplementedError
