"""m1.e2: memory is one long row. Where an element of a matrix lies in it, and what it costs to go there in which order.

numpy and numba are all you need; numpy.lib.stride_tricks.as_strided looks at memory through strides of your choice.
"""

import numpy as np


def flat_index(shape: tuple[int, ...], index: tuple[int, ...], order: str = "C") -> int:
    """Which place, counted from 0, element `index` of an array of that shape has when the elements lie in one row.

    order is "C": the last index runs fastest (row by row), or "F": the first does (column by column). Any number of
    dimensions from 1 on, and up to 2**63 elements. Raises IndexError if there is no such element: indices are not
    counted from the end here, and there is one for each dimension.
    """
    raise NotImplementedError


def strides_of(shape: tuple[int, ...], itemsize: int, order: str = "C") -> tuple[int, ...]:
    """For each dimension: how many bytes lie between an element and the next, if each has `itemsize` bytes.

    All sizes in shape are 1 or more; order is as for flat_index.
    """
    raise NotImplementedError


def scale_in_place(
    data: np.ndarray, shape: tuple[int, ...], begin: tuple[int, ...], end: tuple[int, ...], factor: float
) -> None:
    """Multiply a box of an image (2 dimensions) or a volume (3) by factor, in place; everything else stays as it is.

    data is float32 in one dimension, contiguous, and holds the elements of an array of that shape row by row; an infinity
    or a NaN may be among them. The box is what has begin[d] <= index[d] < end[d] in each dimension d; it lies inside, and
    may be empty. factor may be rounded to float32 first.
    """
    raise NotImplementedError


def windows(x: np.ndarray, w: int) -> np.ndarray:
    """All stretches of w neighbours in x (one dimension of n elements) as an array of shape (n - w + 1, w), x's dtype.

    It is a view: no element is copied, and who writes to it writes to x, which is no read-only array. x may itself be a
    view, such as y[5::3] or y[::-1]. Raises ValueError unless 1 <= w <= n.
    """
    raise NotImplementedError


def transpose_into(src: np.ndarray, dst: np.ndarray) -> None:
    """Write src, of shape (n, m), to dst, of shape (m, n), transposed. This is the one that races, with 2048 x 2048.

    Both are float32 or both float64; n and m are 1 or more and need not be multiples of anything; both may be views, also
    such as y[::-1] or y.T. They do not overlap.
    """
    raise NotImplementedError


def sum_in_order(x: np.ndarray, pattern: str, stride: int) -> float:
    """The sum of x (float32 of shape (n,)), its elements added one after the other in float32; of none of them it is 0.0.

    pattern says in which order, stride is 1 or more, also far more than n, up to 2**62:
    "passes"  0, stride, 2 stride, … to the end, then 1, 1 + stride, …, and so on, until all have been visited
    "wrap"    0, stride, 2 stride, … modulo n; raises ValueError unless that visits every element once
    Raises ValueError for any other pattern, also where n is 0. What rounding makes of the sum tells the order, so it has to
    be this one. Thirty million elements should take no more than a second: compile it.
    """
    raise NotImplementedError
