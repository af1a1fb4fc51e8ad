"""caught by m1.e1.correct m1.e1.hidden: view makes a copy."""


class Vector(Vector):
    def view(self) -> np.ndarray:
        return self._block[: self._length].copy()
