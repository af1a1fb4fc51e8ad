"""Work for experiments: it keeps a core busy, touches no memory, and lets other threads run meanwhile."""

import numpy as np
from numba import njit


@njit(nogil=True)
def stir(state, steps):
    """Stir a 64-bit number; a step takes about a nanosecond."""
    for _ in range(steps):
        state = state * np.uint64(0x9E3779B97F4A7C15) + np.uint64(0xD1B54A32D192ED03)
        state ^= state >> np.uint64(29)
    return state


@njit(nogil=True)
def odd(item, steps):
    """1 if the number comes out odd after so many steps, else 0."""
    return np.int64(stir(np.uint64(item), steps) & np.uint64(1))
