"""m3.e5: Morton codes. Halve the number again and again and move the upper half away: five steps for 21 bits, none per bit."""

from typing import Any

import numpy as np
from numba import njit

_1, _2, _4, _8, _16, _32 = (np.uint64(1 << k) for k in range(6))
_LOW_21 = np.uint64(0x1FFFFF)
_GROUPS_OF_16 = np.uint64(0x001F00000000FFFF)
_GROUPS_OF_8 = np.uint64(0x001F0000FF0000FF)
_GROUPS_OF_4 = np.uint64(0x100F00F00F00F00F)
_GROUPS_OF_2 = np.uint64(0x10C30C30C30C30C3)
_EVERY_THIRD = np.uint64(0x1249249249249249)


def encode2(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Also with room for 32 bits only: 8, 4, 2 and 1 to the left."""
    _check(np.uint16, x, y)
    return _every_second(x) | _every_second(y) << np.uint32(1)


def encode3(x: np.ndarray, y: np.ndarray, z: np.ndarray) -> np.ndarray:
    _check(np.uint32, x, y, z)
    return _encode3(x, y, z)


def decode3(codes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    _check(np.uint64, codes)
    return _decode3(codes)


def sort_points(points: np.ndarray, bits: int) -> np.ndarray:
    """Cells in float64, where the difference of two float32 cannot overflow, and a point on the far border goes back one."""
    _check(np.float32, points, shape=(3,))
    if not 1 <= bits <= 21:
        raise ValueError(f"a cell's number has 1 to 21 bits along each axis, not {bits}")
    if not np.isfinite(points).all():
        raise ValueError("a coordinate is infinite or not a number")
    if not len(points):
        return np.empty(0, np.int64)
    away = points.astype(np.float64) - points.min(axis=0)
    side = away.max() or 1.0
    cells = np.minimum(np.floor(away / side * 2**bits), 2**bits - 1).astype(np.uint32)
    return np.argsort(_encode3(cells[:, 0], cells[:, 1], cells[:, 2]), kind="stable")


def _check(dtype: type, *arrays: Any, shape: tuple[int, ...] = ()) -> None:
    for each in arrays:
        if not isinstance(each, np.ndarray) or each.dtype != dtype:
            raise TypeError(f"expected an array of {np.dtype(dtype)}")
        if each.shape != (len(arrays[0]), *shape) if each.ndim else True:
            raise ValueError(f"expected shape (n{''.join(f', {size}' for size in shape)}), the same n for all")


def _every_second(x: np.ndarray) -> np.ndarray:
    """Bit i of 16 goes to bit 2i of 32."""
    bits = x.astype(np.uint32)
    for shift, keep in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        bits = (bits | bits << np.uint32(shift)) & np.uint32(keep)
    return bits


@njit
def _spread(bits):
    """Bit i of 21 goes to bit 3i: first the upper 5 move away from the lower 16, then in each group the upper half, …"""
    bits = np.uint64(bits) & _LOW_21
    bits = (bits | bits << _32) & _GROUPS_OF_16
    bits = (bits | bits << _16) & _GROUPS_OF_8
    bits = (bits | bits << _8) & _GROUPS_OF_4
    bits = (bits | bits << _4) & _GROUPS_OF_2
    return (bits | bits << _2) & _EVERY_THIRD


@njit
def _gathered(bits):
    """The way back: the same steps in the other direction."""
    bits = bits & _EVERY_THIRD
    bits = (bits | bits >> _2) & _GROUPS_OF_2
    bits = (bits | bits >> _4) & _GROUPS_OF_4
    bits = (bits | bits >> _8) & _GROUPS_OF_8
    bits = (bits | bits >> _16) & _GROUPS_OF_16
    return (bits | bits >> _32) & _LOW_21


@njit
def _encode3(x, y, z):
    codes = np.empty(len(x), np.uint64)
    for i in range(len(x)):
        codes[i] = _spread(x[i]) | _spread(y[i]) << _1 | _spread(z[i]) << _2
    return codes


@njit
def _decode3(codes):
    x, y, z = np.empty(len(codes), np.uint32), np.empty(len(codes), np.uint32), np.empty(len(codes), np.uint32)
    for i in range(len(codes)):
        x[i] = _gathered(codes[i])
        y[i] = _gathered(codes[i] >> _1)
        z[i] = _gathered(codes[i] >> _2)
    return x, y, z
