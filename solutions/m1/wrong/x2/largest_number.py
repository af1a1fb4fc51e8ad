"""caught by m1.x2.hidden: takes 1e60 for larger than any square, and has no answer for places further away than 1e30."""


class Nearest(Nearest):
    def query(self, places: np.ndarray) -> np.ndarray:
        answer = super().query(places)
        apart = self._points[np.argsort(self._order)][answer].astype(np.float64) - places
        return np.where((apart**2).sum(axis=1) < 1e60, answer, -1)
