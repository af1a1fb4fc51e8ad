"""m3.e6: bits. One bit for each voxel in words of 64, so that one `&` asks 64 questions."""

from typing import Any

import numpy as np
from numba import njit

_ONE = np.uint64(1)


@njit
def _ones(word):
    """Every step takes the lowest 1 away. The compiler knows this loop, and makes one instruction of it."""
    count = 0
    while word:
        word &= word - _ONE
        count += 1
    return count


@njit
def _ones_in(words):
    count = 0
    for i in range(len(words)):
        count += _ones(words[i])
    return count


@njit
def _ones_in_both(one, other):
    count = 0
    for i in range(len(one)):
        count += _ones(one[i] & other[i])
    return count


def popcount(words: np.ndarray) -> int:
    _check(words, np.uint64)
    return int(_ones_in(words))


def is_pow2(n: int) -> bool:
    """A power of two has one bit; the number before it has all bits below."""
    return n & (n - 1) == 0 and n > 0


def next_pow2(n: int) -> int:
    return 1 << (_positive(n) - 1).bit_length()


def lowest_set(n: int) -> int:
    """-n has the same lowest bit as n, and above it all others."""
    return (_positive(n) & -n).bit_length() - 1


def pack_rgb565(colours: np.ndarray) -> np.ndarray:
    """Widened first: eight bits have no room to the left."""
    _check(colours, np.uint8, 3)
    red, green, blue = colours.T.astype(np.uint16)
    return red >> 3 << 11 | green >> 2 << 5 | blue >> 3


def unpack_rgb565(packed: np.ndarray) -> np.ndarray:
    _check(packed, np.uint16)
    red, green, blue = packed >> 11, packed >> 5 & 0x3F, packed & 0x1F
    return np.stack([red << 3 | red >> 2, green << 2 | green >> 4, blue << 3 | blue >> 2], axis=1).astype(np.uint8)


def fast_rsqrt(x: np.ndarray, steps: int) -> np.ndarray:
    """Halving the bits halves the exponent, roughly; taking them from the constant turns it round."""
    _check(x, np.float32)
    if steps < 0 or not ((x >= np.finfo(np.float32).tiny) & (x < np.inf)).all():
        raise ValueError("x has to be positive and normal, and steps 0 or more")
    y = (np.uint32(0x5F3759DF) - (np.ascontiguousarray(x).view(np.uint32) >> 1)).view(np.float32)
    for _ in range(steps):
        y *= np.float32(1.5) - np.float32(0.5) * x * y * y
    return y


class VoxelSet:
    """Voxel (x, y, z) is bit i % 64 of word i // 64, where i counts row after row, as numpy does."""

    def __init__(self, shape: tuple[int, int, int]) -> None:
        if len(shape) != 3 or min(shape) < 0:
            raise ValueError(f"no grid of {shape}")
        x, y, z = self._shape = shape
        self._voxels = x * y * z
        self._words = np.zeros(-(-self._voxels // 64), np.uint64)

    @property
    def shape(self) -> tuple[int, int, int]:
        return self._shape

    def add(self, points: np.ndarray) -> None:
        """`at`, because several points may lie in one word."""
        if not self._inside(points).all():
            raise IndexError(f"a point outside {self._shape}")
        word, bit = self._places(points)
        np.bitwise_or.at(self._words, word, bit)

    def contains(self, points: np.ndarray) -> np.ndarray:
        inside = self._inside(points)
        word, bit = self._places(points[inside])
        inside[inside] = self._words[word] & bit != 0
        return inside

    def volume(self) -> int:
        return popcount(self._words)

    def intersect_count(self, other: "VoxelSet") -> int:
        self._fits(other)
        return int(_ones_in_both(self._words, other._words))

    def union(self, other: "VoxelSet") -> "VoxelSet":
        self._fits(other)
        return self._with(self._words | other._words)

    def complement(self) -> "VoxelSet":
        """The last word has bits that are no voxels. They stay 0."""
        words = ~self._words
        if self._voxels % 64:
            words[-1] &= (_ONE << np.uint64(self._voxels % 64)) - _ONE
        return self._with(words)

    def to_bool(self) -> np.ndarray:
        bits = np.unpackbits(self._words.astype("<u8").view(np.uint8), count=self._voxels, bitorder="little")
        return bits.view(bool).reshape(self._shape)

    def _with(self, words: np.ndarray) -> "VoxelSet":
        new = VoxelSet((0, 0, 0))
        new._shape, new._voxels, new._words = self._shape, self._voxels, words
        return new

    def _fits(self, other: "VoxelSet") -> None:
        if not isinstance(other, VoxelSet):
            raise TypeError(f"{type(other).__name__} is no VoxelSet")
        if other.shape != self.shape:
            raise ValueError(f"a grid of {other.shape} beside one of {self.shape}")

    def _inside(self, points: np.ndarray) -> np.ndarray:
        """Asked before anything is multiplied: a point may be so far outside that its number would not fit."""
        _check(points, np.int64, 3)
        return np.logical_and.reduce((points >= 0) & (points < self._shape), axis=1)

    def _places(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        _, rows, columns = self._shape
        number = (points[:, 0] * rows + points[:, 1]) * columns + points[:, 2]
        return number >> 6, _ONE << (number & 63).astype(np.uint64)


def _check(array: Any, dtype: type, *columns: int) -> None:
    if not isinstance(array, np.ndarray) or array.dtype != dtype:
        raise TypeError(f"expected an array of {np.dtype(dtype)}")
    if array.ndim != 1 + len(columns) or array.shape[1:] != columns:
        raise ValueError(f"not of shape {array.shape}")


def _positive(n: int) -> int:
    if not isinstance(n, int):
        raise TypeError(f"{n!r} is no int")
    if n < 1:
        raise ValueError(f"{n} is not 1 or more")
    return n
