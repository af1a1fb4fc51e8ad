"""m3.e4: sorting without comparing. Numbers are put in order digit by digit, the lowest digit first.

A digit is a group of neighbouring bits, perhaps 8 of them. One pass takes the numbers in the order they are in, and puts each
where its digit belongs: all with digit 0 first, then all with digit 1, and so on, without changing the order of those that have
the same digit. After passes over all digits, the numbers are sorted. given_e4 does so with digits of one bit.

These rules hold for every function below:

- Arrays have one dimension and any length, also 0. They may be views, such as y[::2] or y[::-1], or not writable, and they stay
  as they were. x and keys are numpy arrays of uint32, of any values from 0 to 2**32 - 1. Anything else raises TypeError: a
  list, other integers, floats, a foreign byte order; in float_to_key, anything but an array of float32. An array of the right
  type that has another number of dimensions (0, 2, …) raises ValueError.
- Every answer is a new array that shares no memory with what was given or with an earlier answer, and can be written to.
- shift and bits are ints; where one is outside the range given, ValueError is raised, also if the array is empty. Where two
  things are wrong at once, either error will do. How you sort is up to you, as long as the answers are these.
"""

import numpy as np


def starts(x: np.ndarray, shift: int, bits: int) -> np.ndarray:
    """Where, in a pass over one digit, the numbers of each kind begin.

    The digit of a number are its bits shift, shift + 1, …, shift + bits - 1; bit 0 is the lowest, and bits beyond 31 are 0. So
    it is (number >> shift) % 2**bits. shift is from 0 to 31, bits from 1 to 16. The answer is an int64 array of shape
    (2**bits,): at d stands how many of the numbers have a digit less than d.
    """
    raise NotImplementedError


def radix_sort(x: np.ndarray, bits: int = 32) -> np.ndarray:
    """The same numbers as in x, whole, in the order of their lowest `bits` bits: uint32. This one races.

    bits is from 1 to 32. The higher bits stay in the numbers, but have no say: numbers that agree in the lowest `bits` bits
    keep the order that they have in x. So with bits = 8, [513, 256, 1] becomes [256, 513, 1].

    The race: given_e4.sort_again with about 10,000 numbers and bits = 24, against the same with given_e4.sort_bit_by_bit. What
    counts is how often you go through all numbers, and how many counters you go through.
    """
    raise NotImplementedError


def radix_argsort(keys: np.ndarray) -> np.ndarray:
    """The order in which the keys are sorted: int32, such that keys[order] ascends. This one races.

    Of equal keys, the one that comes first in keys comes first in the order, too. There are fewer than 2**31 keys.

    The race: given_e4.order_again with about 10,000 keys, against the same with given_e4.argsort_bit_by_bit.
    """
    raise NotImplementedError


def float_to_key(x: np.ndarray) -> np.ndarray:
    """A key for every float32, uint32 of the same shape, such that the keys are in the order of the numbers.

    0.0 has the key 2**31, and neighbours have neighbouring keys: from one float32 to the next larger one, and from -0.0 to
    0.0, the key grows by 1. So -0.0 has the key 2**31 - 1, and all subnormal numbers have keys of their own. The largest number
    is followed by infinity, and that by the NaN whose sign bit is 0, in the order of their bits. On the other side, in the same
    way, -infinity is followed downwards by the NaN whose sign bit is 1. So each of the 2**32 patterns of bits has its own key.
    """
    raise NotImplementedError


def key_to_float(keys: np.ndarray) -> np.ndarray:
    """The float32 of every key, bit for bit: key_to_float(float_to_key(x)) has the bits of x, also of NaN."""
    raise NotImplementedError
