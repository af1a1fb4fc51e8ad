"""caught by m3.x1.hidden: multiplies by 7 / largest, which is rounded, instead of dividing by the scale."""

import numba


def _check(x, dtype, ndim):
    if not isinstance(x, np.ndarray) or x.dtype != dtype:
        raise TypeError(f"an array of {np.dtype(dtype)} is needed")
    if x.ndim != ndim:
        raise ValueError(f"{ndim} dimensions are needed")


def _check_packed(packed, scales):
    _check(packed, np.uint8, 2)
    _check(scales, np.float32, 2)
    if packed.shape != (scales.shape[0], 16 * scales.shape[1]):
        raise ValueError("the shapes do not fit")


def pack(W: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    _check(W, np.float32, 2)
    m, n = W.shape
    if n % 32:
        raise ValueError("n should be a multiple of 32")
    if not np.isfinite(W).all():
        raise ValueError("infinities or NaN")
    groups = np.ascontiguousarray(W).reshape(m, n // 32, 32)
    largest = np.abs(groups).max(axis=2)
    scales = largest / np.float32(7)
    q = np.rint(groups * (np.float32(7) / np.where(largest > 0, largest, np.float32(1)))[:, :, None])
    stored = (q + 8).astype(np.uint8)
    packed = stored[:, :, :16] | stored[:, :, 16:] << 4
    return packed.reshape(m, n // 2), scales


def unpack(packed: np.ndarray, scales: np.ndarray) -> np.ndarray:
    _check_packed(packed, scales)
    m, groups = scales.shape
    bytes_ = np.ascontiguousarray(packed).reshape(m, groups, 16)
    W = np.empty((m, groups, 32), np.float32)
    W[:, :, :16] = bytes_ & 15
    W[:, :, 16:] = bytes_ >> 4
    W -= 8
    with np.errstate(over="ignore"):
        W *= scales[:, :, None]
    return W.reshape(m, 32 * groups)


@numba.njit
def _matvec(packed, scales, x, answer):
    for row in range(packed.shape[0]):
        total = 0.0
        for group in range(scales.shape[1]):
            part = 0.0
            for b in range(16):
                byte = np.int64(packed[row, 16 * group + b])
                part += ((byte & 15) - 8) * np.float64(x[32 * group + b])
                part += ((byte >> 4) - 8) * np.float64(x[32 * group + b + 16])
            total += part * np.float64(scales[row, group])
        answer[row] = total


def matvec(packed: np.ndarray, scales: np.ndarray, x: np.ndarray) -> np.ndarray:
    _check_packed(packed, scales)
    _check(x, np.float32, 1)
    if len(x) != 2 * packed.shape[1]:
        raise ValueError("the shapes do not fit")
    answer = np.zeros(len(packed), np.float32)
    _matvec(packed, scales, x, answer)
    return answer
