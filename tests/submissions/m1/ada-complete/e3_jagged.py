"""m1.e3: rows of different lengths in one array, and arrays in another order."""

from collections.abc import Sequence
from itertools import chain

import numpy as np
from numba import njit


def to_csr(rows: Sequence[Sequence[float]]) -> tuple[np.ndarray, np.ndarray]:
    """(data, offsets) of the rows."""
    offsets = np.zeros(len(rows) + 1, np.int64)
    np.cumsum([len(row) for row in rows], out=offsets[1:])
    return np.fromiter(chain.from_iterable(rows), np.float32, int(offsets[-1])), offsets


def storage(lengths: Sequence[int], itemsize: int) -> tuple[int, int]:
    """(bytes as a rectangle, bytes as data and offsets)."""
    return len(lengths) * max(lengths) * itemsize, sum(lengths) * itemsize + (len(lengths) + 1) * 8


def append_to_row(data: np.ndarray, offsets: np.ndarray, row: int, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What comes behind the row moves back, and so do its offsets."""
    end = offsets[row + 1]
    longer = offsets.copy()
    longer[row + 1 :] += len(values)
    return np.concatenate([data[:end], values, data[end:]]), longer


@njit
def _row_sums(data, offsets, sums):
    for row in range(len(sums)):
        total = 0.0
        for i in range(offsets[row], offsets[row + 1]):
            total += data[i]
        sums[row] = total


def row_sums(data: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """The sum of every row, in double precision."""
    sums = np.empty(len(offsets) - 1)
    _row_sums(data, offsets, sums)
    return sums


def inverse(p: np.ndarray) -> np.ndarray:
    """What p brings to place i came from p[i]."""
    back = np.empty_like(p)
    back[p] = np.arange(len(p))
    return back


@njit
def _follow_cycles(x, p, done):
    for start in range(len(x)):
        if done[start]:
            continue
        first = x[start]
        i = start
        while p[i] != start:
            x[i] = x[p[i]]
            done[i] = True
            i = p[i]
        x[i] = first
        done[i] = True


def apply_in_place(x: np.ndarray, p: np.ndarray) -> None:
    """Along every cycle of p each element moves up by one; the first is kept aside meanwhile."""
    _follow_cycles(x, p, np.zeros(len(x), np.bool_))


def break_even(indexed: int, moved: int, move: int) -> int:
    """The least k with move + k * moved < k * indexed."""
    return move // (indexed - moved) + 1 if indexed > moved else -1
