"""Given for m1.e2: the yardstick of the race, and what the tests look at memory with."""

from collections.abc import Callable
from typing import Any, Literal

import numpy as np
from numba import njit


@njit
def _row_by_row(src, dst):
    for i in range(dst.shape[0]):
        for j in range(dst.shape[1]):
            dst[i, j] = src[j, i]


_memory = np.zeros((2048 * 2048 + 16) * 4, np.uint8)
_target = _memory[-_memory.ctypes.data % 64 :][: 2048 * 2048 * 4].view(np.float32).reshape(2048, 2048)
"""Where the race writes to. It begins where a line of memory does, so that no run is lucky and none is not."""


def transpose_rows(transpose_into: Callable[..., Any], src: np.ndarray, first: int) -> np.ndarray:
    """What is timed: src, 2048 x 2048, is transposed; every 64th row of the result, from the first on, is looked at."""
    transpose_into(src, _target)
    return _target[first::64].copy()


def two_loops(src: np.ndarray, first: int) -> np.ndarray:
    """The yardstick: two compiled loops that write row by row."""
    return transpose_rows(_row_by_row, src, first)


# For the tests: views are made, and looked at, on this side of the wire.


def look_at_windows(windows: Callable[..., Any], x: np.ndarray, step: int, w: int, first: int | None = None) -> dict[str, Any]:
    """What windows(x[first::step], w) returns, and whether writing to it changes x.

    values are left out where the answer is no array or looks at memory that is not x's.
    """
    source = x.copy()
    view = windows(source[first::step], w)
    if type(view) is not np.ndarray:
        return {"answer": view}
    told = {"shape": view.shape, "strides": view.strides, "inside": _is_inside(view, source), "writes": False}
    if told["inside"] and view.size:
        told["values"] = view.copy()
        before = source.copy()
        if view.flags.writeable:
            view[-1, -1] += 1
            told["writes"] = np.flatnonzero(source != before).tolist() == [range(len(x))[first::step][-1]]
    return told


def _is_inside(view: np.ndarray, source: np.ndarray) -> bool:
    """Whether every byte of the view is one of the source's; if it lies elsewhere altogether, it is a copy."""
    reach = [(size - 1) * stride for size, stride in zip(view.shape, view.strides, strict=True)]
    first = view.ctypes.data + sum(step for step in reach if step < 0)
    last = view.ctypes.data + sum(step for step in reach if step > 0) + view.itemsize
    begin, end = source.ctypes.data, source.ctypes.data + source.nbytes
    return (begin <= first and last <= end) or last <= begin or end <= first


def transpose_views(transpose_into: Callable[..., Any], src: np.ndarray, order: Literal["C", "F"] = "C") -> np.ndarray:
    """src as every other column of a larger array, transposed into the middle of a frame of -1; the whole frame.

    With order "F" the frame lies column by column, and the rows of the larger array are in reverse.
    """
    n, m = src.shape
    larger = np.full((n, 2 * m), 7, src.dtype)
    source = larger[:, ::2] if order == "C" else larger[::-1, ::2]
    source[...] = src
    frame = np.full((m + 2, n + 2), -1, src.dtype, order)
    transpose_into(source, frame[1:-1, 1:-1])
    return frame.copy("C")
