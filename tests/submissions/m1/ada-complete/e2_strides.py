"""m1.e2: memory is one long row. Where an element of a matrix lies in it, and what it costs to go there in which order."""

import math

import numpy as np
from numba import njit
from numpy.lib.stride_tricks import as_strided

TILE = 16
"""16 float32 are a line of 64 bytes, and 16 x 16 of them fit beside each other into every cache there is."""


def flat_index(shape: tuple[int, ...], index: tuple[int, ...], order: str = "C") -> int:
    """The place of element `index` when all lie in one row."""
    if len(index) != len(shape) or not all(0 <= i < size for i, size in zip(index, shape, strict=True)):
        raise IndexError(f"there is no element {index} in an array of shape {shape}")
    return sum(i * stride for i, stride in zip(index, strides_of(shape, 1, order), strict=True))


def strides_of(shape: tuple[int, ...], itemsize: int, order: str = "C") -> tuple[int, ...]:
    """Bytes from an element to the next: what all dimensions that run faster take together."""
    if order == "C":
        return tuple(itemsize * math.prod(shape[dimension + 1 :]) for dimension in range(len(shape)))
    return tuple(itemsize * math.prod(shape[:dimension]) for dimension in range(len(shape)))


@njit
def _scale(data, shape, begin, end, factor):
    for i in range(begin[0], end[0]):
        for j in range(begin[1], end[1]):
            row = (i * shape[1] + j) * shape[2]
            part = data[row + begin[2] : row + end[2]]
            for k in range(len(part)):
                part[k] *= factor


def scale_in_place(
    data: np.ndarray, shape: tuple[int, ...], begin: tuple[int, ...], end: tuple[int, ...], factor: float
) -> None:
    """Multiply a box by factor; an image is a volume of one plane."""
    more = 3 - len(shape)
    # Times a float64, every element would become one, and a vector register holds half as many of them.
    _scale(data, (1,) * more + shape, (0,) * more + begin, (1,) * more + end, np.float32(factor))


def windows(x: np.ndarray, w: int) -> np.ndarray:
    """One element on is one stride on, whether in the window or to the next window."""
    if not 1 <= w <= len(x):
        raise ValueError(f"no window of {w} fits into {len(x)} elements")
    return as_strided(x, (len(x) - w + 1, w), x.strides * 2)


@njit
def _transpose(src, dst):
    n, m = src.shape
    whole_n, whole_m = n - n % TILE, m - m % TILE
    tile = np.empty((TILE, TILE), src.dtype)
    for i in range(0, whole_n, TILE):
        for j in range(0, whole_m, TILE):
            for di in range(TILE):
                for dj in range(TILE):
                    tile[di, dj] = src[i + di, j + dj]
            for dj in range(TILE):
                for di in range(TILE):
                    dst[j + dj, i + di] = tile[di, dj]
    for i in range(n):
        for j in range(whole_m if i < whole_n else 0, m):
            dst[j, i] = src[i, j]


def transpose_into(src: np.ndarray, dst: np.ndarray) -> None:
    """Tile by tile, each through a small buffer: whole lines are read, and whole lines are written."""
    _transpose(src, dst)


@njit
def _sum_in_passes(x, stride):
    total = np.float32(0)
    for first in range(min(stride, len(x))):
        for i in range(first, len(x), stride):
            total += x[i]
    return total


@njit
def _sum_wrapped(x, stride):
    total, place = np.float32(0), 0
    for _ in range(len(x)):
        total += x[place]
        place += stride
        if place >= len(x):
            place -= len(x)
    return total


def sum_in_order(x: np.ndarray, pattern: str, stride: int) -> float:
    """The sum in that order; wrapping visits all of n elements if n and stride have no divisor in common."""
    if pattern == "passes":
        return float(_sum_in_passes(x, stride))
    if pattern != "wrap":
        raise ValueError(f"there is no pattern {pattern!r}")
    if len(x) and math.gcd(len(x), stride) != 1:
        raise ValueError(f"steps of {stride} modulo {len(x)} leave elements out")
    return float(_sum_wrapped(x, stride % len(x) if len(x) else 0))
