"""caught by m1.x2.hidden: chooses boxes by the volume alone, so that a thin cloud has thousands of millions of them."""


class Nearest(Nearest):
    def __init__(self, points: np.ndarray) -> None:
        axes = np.ascontiguousarray(points.T)
        self._low = axes.min(axis=1).astype(np.float64)
        extent = axes.max(axis=1) - self._low
        even = (extent.prod() * POINTS_PER_BOX / len(points)) ** (1 / 3)
        self._size = even or extent.max() / MOST_BOXES or 1.0
        self._shape = (extent / self._size).astype(np.int64) + 1
        self._offsets = np.zeros(self._shape.prod() + 1, np.int64)
        self._order = np.empty(len(points), np.int64)
        _fill(points, self._low, self._size, self._shape, self._offsets, self._order)
        self._points = points[self._order]
