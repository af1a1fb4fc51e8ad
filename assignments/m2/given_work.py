"""Given for m2: work that keeps a core busy, and touches no memory."""

import numpy as np
from numba import njit


@njit(nogil=True)
def mix(state, rounds):
    """Stir a 64-bit number; about a millisecond for every million rounds. Other threads can run meanwhile."""
    for _ in range(rounds):
        state = state * np.uint64(6364136223846793005) + np.uint64(1442695040888963407)
        state ^= state >> np.uint64(29)
    return state
