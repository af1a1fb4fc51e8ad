"""caught by m3.x1.speed: number by number, with everything looked up for each."""

import numpy as np
from numba import njit


@njit(fastmath=True)
def _one_by_one(packed, scales, x, answer):
    for i in range(len(packed)):
        total = np.float32(0)
        for j in range(len(x)):
            byte = packed[i, j // 32 * 16 + j % 16]
            stored = byte & 15 if j % 32 < 16 else byte >> 4
            total += np.float32(np.int32(stored) - 8) * scales[i, j // 32] * x[j]
        answer[i] = total


def matvec(packed: np.ndarray, scales: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The product, straight from the packed weights."""
    _take_packed(packed, scales)
    _take(x, np.float32, 1)
    if len(x) != 2 * packed.shape[1]:
        raise ValueError(f"{packed.shape} and {x.shape} do not fit together")
    answer = np.zeros(len(packed), np.float32)
    _one_by_one(packed, scales, x, answer)
    return answer
