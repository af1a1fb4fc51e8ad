"""m3.x1: weights of four bits, multiplied without being unpacked into an array."""

import numpy as np
from numba import njit

GROUP, HALF = 32, 16
ROWS = 4
"""Rows that are multiplied side by side, so that what is read of x serves all of them, and their sums need not wait."""


def _take(array: np.ndarray, dtype: type, dimensions: int) -> None:
    if array.dtype != dtype:
        raise TypeError(f"an array of {np.dtype(dtype)} is asked for, not of {array.dtype}")
    if array.ndim != dimensions:
        raise ValueError(f"an array of {dimensions} dimensions is asked for, not of {array.ndim}")


def _take_packed(packed: np.ndarray, scales: np.ndarray) -> None:
    _take(packed, np.uint8, 2)
    _take(scales, np.float32, 2)
    if packed.shape != (scales.shape[0], HALF * scales.shape[1]):
        raise ValueError(f"{packed.shape} and {scales.shape} do not fit together")


def pack(W: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Group by group: a scale, and two whole numbers to a byte."""
    _take(W, np.float32, 2)
    rows, columns = W.shape
    if columns % GROUP:
        raise ValueError(f"{columns} is no multiple of {GROUP}")
    if not np.isfinite(W).all():
        raise ValueError("infinities and NaN have no whole number")
    groups = W.reshape(rows, columns // GROUP, GROUP)
    scales = np.abs(groups).max(axis=2, initial=0) / np.float32(7)
    stored = (np.rint(groups / np.where(scales, scales, 1)[:, :, None]) + 8).astype(np.uint8)
    return (stored[:, :, :HALF] | stored[:, :, HALF:] << 4).reshape(rows, columns // 2), scales


def unpack(packed: np.ndarray, scales: np.ndarray) -> np.ndarray:
    """The lower halves of all bytes of a group, then the upper ones, times the scale."""
    _take_packed(packed, scales)
    bytes_ = packed.reshape(*scales.shape, HALF)
    stored = np.concatenate([bytes_ & 15, bytes_ >> 4], axis=2).astype(np.float32)
    return ((stored - 8) * scales[:, :, None]).reshape(len(packed), 2 * packed.shape[1])


@njit(fastmath=True)
def _multiply(packed, scales, low, rest, sums_of_x, answer):
    """Sums of stored * x, four rows at a time in 16 lanes each; what was stored too much, 8 times x, goes at the end.

    A byte is lower + 16 * upper. So lower * x_low + upper * x_high is byte * x_low + upper * rest, where rest is
    x_high - 16 * x_low: no mask is needed.
    """
    sums = np.zeros((ROWS, HALF), np.float32)
    a, b, c, d = sums
    last = len(packed) - 1
    for row in range(0, len(packed), ROWS):
        i, j, k, m = row, min(row + 1, last), min(row + 2, last), min(row + 3, last)  # below the last row, the last again
        sums[:] = 0
        for group in range(scales.shape[1]):
            scale_i, scale_j, scale_k, scale_m = scales[i, group], scales[j, group], scales[k, group], scales[m, group]
            for lane in range(HALF):
                place = HALF * group + lane
                byte = np.int32(packed[i, place])
                a[lane] += scale_i * (np.float32(byte) * low[place] + np.float32(byte >> 4) * rest[place])
                byte = np.int32(packed[j, place])
                b[lane] += scale_j * (np.float32(byte) * low[place] + np.float32(byte >> 4) * rest[place])
                byte = np.int32(packed[k, place])
                c[lane] += scale_k * (np.float32(byte) * low[place] + np.float32(byte >> 4) * rest[place])
                byte = np.int32(packed[m, place])
                d[lane] += scale_m * (np.float32(byte) * low[place] + np.float32(byte >> 4) * rest[place])
        for each in range(min(ROWS, len(packed) - row)):
            total, too_much = np.float32(0), np.float32(0)
            for lane in range(HALF):
                total += sums[each, lane]
            for group in range(scales.shape[1]):
                too_much += scales[row + each, group] * sums_of_x[group]
            answer[row + each] = total - np.float32(8) * too_much


def matvec(packed: np.ndarray, scales: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The product, straight from the packed weights."""
    _take_packed(packed, scales)
    _take(x, np.float32, 1)
    if len(x) != 2 * packed.shape[1]:
        raise ValueError(f"{packed.shape} and {x.shape} do not fit together")
    answer = np.zeros(len(packed), np.float32)
    groups = x.reshape(-1, 2, HALF)
    low = np.ascontiguousarray(groups[:, 0]).reshape(-1)
    rest = (groups[:, 1] - 16 * groups[:, 0]).reshape(-1)
    # Contiguous and writable ones need one compilation; a copy is made only of what is neither.
    packed, scales = (np.require(each, requirements=["C", "W"]) for each in (packed, scales))
    _multiply(packed, scales, low, rest, groups.sum(axis=(1, 2)), answer)
    return answer
