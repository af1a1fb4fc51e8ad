"""m0.e2: leave the interpreter. Few calls that each do much, in numpy, instead of many steps that each do little."""

import numpy as np

CHUNK = 1024
"""So many points at a time: with 64 centres their scores take 256 KiB, which stay in the cache."""


def moving_average(x: np.ndarray, w: int) -> np.ndarray:
    """A window's sum is what the running total grows by in it: two numbers for a window of any width."""
    if not 1 <= w <= len(x):
        raise ValueError(f"no window of {w} fits into {len(x)} numbers")
    total = np.zeros(len(x) + 1)
    np.cumsum(x, dtype=np.float64, out=total[1:])
    means = total[w:] - total[:-w]
    means /= w
    return means


def nearest_centre(points: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """|p - c|² = |p|² - 2 p·c + |c|²: the first is the same for all centres, the second a product of matrices."""
    lengths = (centres * centres).sum(axis=1)
    twice = 2 * centres.T
    nearest = np.empty(len(points), np.int64)
    for first in range(0, len(points), CHUNK):
        part = slice(first, first + CHUNK)
        np.argmin(lengths - points[part] @ twice, axis=1, out=nearest[part])
    return nearest
