"""m3.x1: weights of four bits, multiplied without being unpacked into an array."""

import numpy as np
from numba import njit

GROUP, HALF = 32, 16


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
def _multiply(packed, scales, x, sums_of_x, answer):
    """Sums of stored * x, two rows at a time in 16 lanes each; what was stored too much, 8 times x, goes at the end."""
    sums = np.zeros((2, HALF), np.float32)
    upper, lower = sums
    for i in range(0, len(packed), 2):
        j = min(i + 1, len(packed) - 1)  # below the last row, the last row again
        sums[:] = 0
        for group in range(scales.shape[1]):
            scale_i, scale_j = scales[i, group], scales[j, group]
            for lane in range(HALF):
                x_low, x_high = x[GROUP * group + lane], x[GROUP * group + HALF + lane]
                byte_i = np.int32(packed[i, HALF * group + lane])
                byte_j = np.int32(packed[j, HALF * group + lane])
                upper[lane] += scale_i * (np.float32(byte_i & 15) * x_low + np.float32(byte_i >> 4) * x_high)
                lower[lane] += scale_j * (np.float32(byte_j & 15) * x_low + np.float32(byte_j >> 4) * x_high)
        for row in (i, j):
            total, too_much = np.float32(0), np.float32(0)
            for lane in range(HALF):
                total += sums[row - i, lane]
            for group in range(scales.shape[1]):
                too_much += scales[row, group] * sums_of_x[group]
            answer[row] = total - np.float32(8) * too_much


def matvec(packed: np.ndarray, scales: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The product, straight from the packed weights."""
    _take_packed(packed, scales)
    _take(x, np.float32, 1)
    if len(x) != 2 * packed.shape[1]:
        raise ValueError(f"{packed.shape} and {x.shape} do not fit together")
    answer = np.zeros(len(packed), np.float32)
    # Contiguous and writable ones need one compilation; a copy is made only of what is neither.
    packed, scales, x = (np.require(each, requirements=["C", "W"]) for each in (packed, scales, x))
    _multiply(packed, scales, x, x.reshape(-1, GROUP).sum(axis=1), answer)
    return answer
