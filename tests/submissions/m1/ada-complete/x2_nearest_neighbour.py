"""m1.x2: who is nearest? Ask those around, not everybody."""

import numpy as np
from numba import njit

POINTS_PER_BOX = 2
MOST_BOXES = 200
"""Along the longest side, for points that lie in a plane or on a line."""


@njit
def _box(place, low, size, shape):
    """The box in which a place lies, or the one nearest to it; along each axis."""
    x = min(max(np.floor((place[0] - low[0]) / size), 0.0), shape[0] - 1.0)
    y = min(max(np.floor((place[1] - low[1]) / size), 0.0), shape[1] - 1.0)
    z = min(max(np.floor((place[2] - low[2]) / size), 0.0), shape[2] - 1.0)
    return int(x), int(y), int(z)


@njit
def _fill(points, low, size, shape, offsets, order):
    """Sort the points by box, counting: offsets says where the points of a box begin."""
    boxes = np.empty(len(points), np.int64)
    for i in range(len(points)):
        x, y, z = _box(points[i], low, size, shape)
        boxes[i] = (x * shape[1] + y) * shape[2] + z
        offsets[boxes[i] + 1] += 1
    for box in range(1, len(offsets)):
        offsets[box] += offsets[box - 1]
    free = offsets[:-1].copy()
    for i in range(len(points)):
        order[free[boxes[i]]] = i
        free[boxes[i]] += 1


@njit
def _nearest_of(points, begin, end, place, least, nearest):
    for i in range(begin, end):
        square = 0.0
        for k in range(3):
            apart = np.float64(points[i, k]) - np.float64(place[k])
            square += apart * apart
        if square < least:
            least, nearest = square, i
    return least, nearest


@njit
def _room(at, ring, place, low, size, count):
    """How far away at least everything is, along one axis, that lies beyond this ring of boxes."""
    below = place - (low + (at - ring) * size) if at - ring > 0 else np.inf
    above = low + (at + ring + 1) * size - place if at + ring < count - 1 else np.inf
    return min(below, above)


@njit
def _query(points, order, offsets, low, size, shape, places, out):
    for i in range(len(places)):
        place = places[i]
        x, y, z = _box(place, low, size, shape)
        least, nearest = np.inf, 0
        room, ring = -1.0, 0
        while room < 0 or room * room < least:
            for a in range(max(x - ring, 0), min(x + ring, shape[0] - 1) + 1):
                for b in range(max(y - ring, 0), min(y + ring, shape[1] - 1) + 1):
                    row = (a * shape[1] + b) * shape[2]
                    if abs(a - x) == ring or abs(b - y) == ring:
                        # All boxes of this row are new, and their points lie one behind the other.
                        begin = offsets[row + max(z - ring, 0)]
                        end = offsets[row + min(z + ring, shape[2] - 1) + 1]
                        least, nearest = _nearest_of(points, begin, end, place, least, nearest)
                        continue
                    for c in (z - ring, z + ring):
                        if 0 <= c < shape[2]:
                            begin, end = offsets[row + c], offsets[row + c + 1]
                            least, nearest = _nearest_of(points, begin, end, place, least, nearest)
            room = min(
                _room(x, ring, place[0], low[0], size, shape[0]),
                _room(y, ring, place[1], low[1], size, shape[1]),
                _room(z, ring, place[2], low[2], size, shape[2]),
            )
            ring += 1
        out[i] = order[nearest]


class Nearest:
    """A grid of cubes with about two points in each; the points are sorted by cube."""

    def __init__(self, points: np.ndarray) -> None:
        axes = np.ascontiguousarray(points.T)  # numpy is slow along the longer axis of a narrow array
        self._low = axes.min(axis=1).astype(np.float64)
        extent = axes.max(axis=1) - self._low
        even = (extent.prod() * POINTS_PER_BOX / len(points)) ** (1 / 3)
        self._size = max(even, extent.max() / MOST_BOXES) or 1.0
        self._shape = (extent / self._size).astype(np.int64) + 1
        self._offsets = np.zeros(self._shape.prod() + 1, np.int64)
        self._order = np.empty(len(points), np.int64)
        _fill(points, self._low, self._size, self._shape, self._offsets, self._order)
        self._points = points[self._order]

    def query(self, places: np.ndarray) -> np.ndarray:
        """The index of the nearest point for every place: ring by ring, until all that is left is further away."""
        out = np.empty(len(places), np.int64)
        _query(self._points, self._order, self._offsets, self._low, self._size, self._shape, places, out)
        return out
