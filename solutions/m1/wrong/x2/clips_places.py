"""caught by m1.x2.hidden: brings places outside to the edge, but who is nearest to the edge need not be nearest to them."""


class Nearest(Nearest):
    def __init__(self, points: np.ndarray) -> None:
        super().__init__(points)
        self._corners = points.min(axis=0), points.max(axis=0)

    def query(self, places: np.ndarray) -> np.ndarray:
        return super().query(places.clip(*self._corners))
