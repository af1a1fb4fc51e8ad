"""m1.x2: who is nearest? Ask those around, not everybody.

A grid of boxes, an octree without pointers, a tree of halves: whatever you build, keep the points of one place side by
side in memory. numpy and numba's njit are all you need.
"""

import numpy as np


class Nearest:
    """Points in space, arranged so that the one nearest to any place is found without looking at all of them."""

    def __init__(self, points: np.ndarray) -> None:
        """points is float32 of shape (n, 3) and contiguous, with n at least 1.

        They may lie anywhere, also all in a plane or in one place. They may also be 1e25 apart, or 1e-25: a float64 has
        room for the squares of such numbers, a float32 has not. Or close to each other and far from the origin: where
        p² - 2pq + q² is small, rounding has left nothing of it. All of them are finite, and nobody changes points
        afterwards. Memory for a few times n numbers is all right, however the points are spread.
        """
        raise NotImplementedError

    def query(self, places: np.ndarray) -> np.ndarray:
        """The index of the nearest point for every place, a new array, int64 of shape (m,). places is float32 of shape (m, 3).

        Not one that is nearly the nearest. Of several that are equally near, as far as float64 can tell, any one will do.
        places is contiguous and may be empty. They may lie far away from all points, as far as float32 goes: 3e38. points
        and places stay as they were. What races is making a Nearest and asking it once.
        """
        raise NotImplementedError
