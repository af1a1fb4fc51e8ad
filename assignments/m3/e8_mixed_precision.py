"""m3.e8: mixed precision, and the energy of a walk through memory.

numpy is all you need. Arrays may be views, such as x[:, ::2], in any order in memory, and may not be writable; they stay as
they were. Every answer is a new array of its own, which you do not keep. An array of another dtype than the one that is named
raises TypeError, one of another number of dimensions ValueError, and so do two whose shapes do not fit together; where two
things are wrong at once, either error will do. Any of the sizes m, n and k may be 0, and then the answers are as empty as the
formulas say: a sum of nothing is 0.
"""

import numpy as np


def round_to(x: np.ndarray, kind: str) -> np.ndarray:
    """The nearest number of that kind to each number of x: float32, of the shape of x, which has one or more dimensions.

    x is float32. A kind says how many bits there are for the exponent, and how many for the fraction, besides the sign:
        "f32"    8 and 23    x as it is (but a copy)
        "tf32"   8 and 10
        "bf16"   8 and 7     the upper half of the bits of a float32
        "f16"    5 and 10    numpy's float16, with all its subnormal numbers and with its smaller range
    Of two that are equally near the one whose last bit is 0 is taken. What is too large becomes infinite as it does in
    IEEE 754: from the largest number of the kind plus half of its last bit on. That happens in "tf32" and "bf16", too. The
    signs of zeros, and of what becomes zero, stay; infinities stay, and so do the numbers that are subnormal in float32, with
    as many bits as the kind leaves to them. NaN becomes NaN, whatever bits it is made of; the sign of a NaN may be either.

    Another kind raises ValueError, also where x is empty.
    """
    raise NotImplementedError


def mma(A: np.ndarray, B: np.ndarray, tile: int, in_type: str, acc_type: str) -> np.ndarray:
    """A @ B as a matrix unit computes it, in pieces: float32 of shape (m, n), for A (m, k) and B (k, n), both float32.

    First A and B are rounded to in_type. Then the sum over k is cut into pieces of `tile` (the last one may be shorter), and
    for every element of the answer there is an accumulator, which begins with 0. Piece after piece, from the first on:
        piece = the sum of the products of this piece, without rounding
        accumulator = the sum of both in float64, rounded to float32, and that by round_to to acc_type
    Both types are kinds of round_to. So what is narrow are the inputs, and the place where the sums are kept, and nothing else.

    Compute the pieces in float64: products of two float32 are exact in it, and in the tests the sums of a piece are, too, in
    whatever order you add, as long as all are finite. So there is one right answer, bit for bit. Infinities, NaN, and sums too
    large for a kind come out as arithmetic says: infinity - infinity and 0 * infinity are NaN. What numpy warns of is no error.

    tile is 1 or more, else ValueError; it may be larger than k. For tile = 1 every product is a piece. An unknown kind raises
    ValueError, also where the answer is empty.
    """
    raise NotImplementedError


def quantise_int8(W: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(q, scale), with W close to q * scale: q is int8 of the shape of W, (k, n); scale is float32 of shape (n,).

    W is float32. Every column has a scale of its own: its largest absolute value, divided by 127, as float32. And
    q is W / scale, rounded to the nearest whole number, of two equally near ones to the even one. So the largest number of a
    column becomes 127 or -127, and -128 is not used. In a column of zeros, or without any number, scale and q are 0.

    Where W / scale is so near to the middle of two whole numbers that rounding decides (a part in 10**5 of 1), either will do;
    where the scale and the quotients are exact in float32, so is q. The scale is right to a part in 10**6.

    Infinities and NaN raise ValueError. The largest absolute value of every column is 0, or from 1e-30 to 3.4e38; the
    others of the column may be as small as float32 has them.
    """
    raise NotImplementedError


def int8_matmul(x: np.ndarray, q: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """x @ (q * scale) with whole numbers: float32 of shape (m, n), for x (m, k) float32, q (k, n) int8, scale (n,) float32.

    The rows of x are quantised as quantise_int8 quantises columns, with the same bounds: every row has a scale of its own. The
    products of whole numbers are added up exactly, for any k up to 130,000, so that they fit into int32 (into which
    smaller type do they not?). Then every sum is multiplied by the scale of its row and the scale of its column. That is
    right to a part in 10**6 of the answer where the quotients are exact. q may be any int8, also -128.

    Infinities and NaN in x raise ValueError. q and scale are taken as they are; the scales are finite, and no answer is
    too large for float32; nor is one too small, but for 0.
    """
    raise NotImplementedError


def energy(counts: dict[str, int], table: dict[str, float]) -> float:
    """The joules of so many operations: a float.

    `counts` says how often each operation happens: an int from 0 to 10**300. `table` has the energy of one in picojoules: a
    finite number, 0 or more; it may have more operations. given_e8.HOROWITZ is such a table. A picojoule is 1e-12 joules.
    Without any operation the answer is 0.0. It is right to a part in 10**12, and neither dict changes.

    An operation that is not in the table raises KeyError, also if it happens 0 times; a negative count raises ValueError.
    """
    raise NotImplementedError


def compare_layouts(rows: int, columns: int, line: int, lines: int, table: dict[str, float]) -> tuple[float, float]:
    """(joules of adding up a matrix row by row, joules of adding it up column by column), by a model.

    The matrix is of float32, its rows lie one behind the other in memory, and it begins at the beginning of a line of memory.
    A line holds `line` numbers, and the cache holds the `lines` lines that were used last: for a line that is not
    in the cache, the one whose last use is longest ago makes room. Before each walk the cache is empty. Each walk reads every
    element once. Along rows that is in the order of memory; along columns it is all of column 0 from the top to the
    bottom, then all of column 1, and so on. Every element costs, by `energy` with this table,
        one "f32 add"
        one "cache read"
        one "dram read" for every number of its line, also past the end of the matrix, if its line is not in the cache
    The cache looks at nothing else. All four ints are 1 or more, else ValueError. The matrix has 100,000 elements at most, and
    each call then takes no more than the limit of ten seconds. Raises KeyError where the table lacks one of the three.
    """
    raise NotImplementedError
