"""caught by m1.x2.speed: looks at all points, box by box."""


class Nearest(Nearest):
    def query(self, places: np.ndarray) -> np.ndarray:
        nearest = [_nearest_of(self._points, 0, len(self._points), place, np.inf, 0)[1] for place in places]
        return self._order[np.array(nearest, np.int64)]
