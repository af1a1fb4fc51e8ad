"""m1.e3: rows of different lengths in one array, and arrays in another order.

A list of lists has an object for every number. A rectangle pads the short rows. Better: all rows one behind the other in
one array, data, and offsets that say where each begins. Row r is data[offsets[r]:offsets[r + 1]]. For n rows there are
n + 1 offsets; the first is 0, the last len(data). Any row may be empty, and so may all of them, or there may be none. The
arrays that you get are contiguous (but for the x of apply_in_place) and can be written to.
"""

from collections.abc import Sequence

import numpy as np


def to_csr(rows: Sequence[Sequence[float]]) -> tuple[np.ndarray, np.ndarray]:
    """(data, offsets) of the rows, lists or tuples of ints or floats: float32 of shape (t,) and int64 of shape (n + 1,)."""
    raise NotImplementedError


def storage(lengths: Sequence[int], itemsize: int) -> tuple[int, int]:
    """Bytes that rows of these lengths take, with itemsize bytes for a number: (as a rectangle, as data and offsets).

    The rectangle is as wide as the longest row. An offset takes 8 bytes. There is at least one row.
    """
    raise NotImplementedError


def append_to_row(data: np.ndarray, offsets: np.ndarray, row: int, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """New (data, offsets), where the row (0 … n-1) is longer by the values, float32 of any number, also none.

    The old ones stay as they were, and the new ones lie elsewhere in memory.
    """
    raise NotImplementedError


def row_sums(data: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """The sum of every row, added up in double precision, in any order: a new array, float64 of shape (n,). This is what races.

    A row with a NaN or an infinity in it does not disturb the others.
    """
    raise NotImplementedError


def inverse(p: np.ndarray) -> np.ndarray:
    """The permutation that undoes p: x[p][inverse(p)] is x again. p is int64 of shape (n,) and stays as it was.

    Like p, the answer is int64 of shape (n,). It is a new array.
    """
    raise NotImplementedError


def apply_in_place(x: np.ndarray, p: np.ndarray) -> None:
    """Bring x, of shape (n,), into the order x[p]: the new x[i] is what was x[p[i]]. In the end p is as it was.

    x may hold bool or numbers of any dtype that njit takes, and may be a view, such as y[::2]. There is no room for a
    second x, nor for a second p. A mark per element, of one byte at most, is all right.
    """
    raise NotImplementedError


def break_even(indexed: int, moved: int, move: int) -> int:
    """How many reads at least make it cheaper to bring an array into its new order than to leave it where it is.

    Reading it all through an index, x[p], takes `indexed` nanoseconds each time. Moving it takes `move` nanoseconds
    once, and each reading then takes `moved`. All three are whole numbers, 0 or more, of any size. Equal is not cheaper.
    Returns -1 where moving never pays.
    """
    raise NotImplementedError
