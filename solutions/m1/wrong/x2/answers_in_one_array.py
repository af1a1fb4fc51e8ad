"""caught by m1.x2.hidden: writes each answer to the array of the one before."""


class Nearest(Nearest):
    def query(self, places: np.ndarray) -> np.ndarray:
        answer = super().query(places)
        if len(getattr(self, "_answer", ())) != len(answer):
            self._answer = answer
        self._answer[:] = answer
        return self._answer
