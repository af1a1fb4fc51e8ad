"""m3.x1: weights of four bits (bonus): packed two to a byte, and multiplied without ever being unpacked into an array.

A small language model on a laptop reads all of its weights for every word it writes. Its speed is that of the memory, so fewer
bits per weight are more words per second, if the processor unpacks as fast as memory delivers. numpy and numba are allowed.

Arrays may be views, such as W[:, ::2], in any order in memory, and may not be writable; they stay as they were. Every answer is
a new array of its own, which you do not keep, without gaps, row by row or column by column. An array of another dtype than the
one that is named raises TypeError, one of another number of dimensions ValueError, and so do two whose shapes do not fit
together; where two things are wrong at once, either error will do. m and n may be 0, and a sum of nothing is 0. A `group` is 32
numbers of a row that lie side by side: 0 to 31, 32 to 63, and so on.
"""

import numpy as np


def pack(W: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(packed, scales) for W, float32 of shape (m, n): uint8 of shape (m, n // 2), and float32 of shape (m, n // 32).

    Every group has a scale of its own: its largest absolute value, divided by 7, as float32. Every number w of the group
    becomes q = w / scale, rounded to the nearest whole number, of two equally near ones to the even one. So q is from -7 to 7.
    What is stored is q + 8, four bits, and byte b of the 16 bytes of a group holds two numbers of it:
        number b in its lower four bits, and number b + 16 in its upper four bits
    In a group of zeros the scale and every q are 0.

    Where w / scale is so near to the middle of two whole numbers that rounding decides (a part in 10**5 of 1), either will do;
    where the scale and the quotients are exact in float32, so is q. The scale is right to a part in 10**6.

    Infinities and NaN raise ValueError, and so does an n that is no multiple of 32. The largest absolute value of every
    group is 0, or from 1e-30 to 3.4e38; the others of the group may be as small as float32 has them.
    """
    raise NotImplementedError


def unpack(packed: np.ndarray, scales: np.ndarray) -> np.ndarray:
    """The weights that pack has left, (stored - 8) * scale: float32 of shape (m, n).

    packed is uint8 of shape (m, n // 2), scales float32 of shape (m, n // 32), all of them finite, with no other bound. Every
    number is exactly the product, rounded to float32, which may be infinite. A stored 0 is -8, although pack writes none; a
    zero may have either sign.
    """
    raise NotImplementedError


def matvec(packed: np.ndarray, scales: np.ndarray, x: np.ndarray) -> np.ndarray:
    """unpack(packed, scales) @ x: float32 of shape (m,), for x, float32 of shape (n,). This one races.

    n is at most 4,096, and x and scales are finite. Every number of the answer is off by at most 4e-4 times the sum of all
    |scale * x| of its row, each x with the scale of its group. That sum, and the sum of all |x|, is 0 or from 1e-30 to 1e30.
    All stored numbers from 0 to 15 may come, and scales of either sign. A call with contiguous arrays takes no more than 4 MiB
    of memory beyond them, the answer included; all unpacked weights would be more.

    The race: sixteen vectors, one after the other, with weights of 4,096 times 4,096 (10 MiB instead of 64), against
    given_x1.float32_matvec, which is compiled and has the weights in float32.
    """
    raise NotImplementedError
