"""caught by m1.x2.hidden: sorts the caller's points, not a copy."""


class Nearest(Nearest):
    def __init__(self, points: np.ndarray) -> None:
        super().__init__(points)
        points[:] = self._points
