"""caught by m1.e1.hidden: extend makes an array of floats first, which loses the last digits of large integers."""


class Vector(Vector):
    def extend(self, xs: np.ndarray | Sequence[float]) -> None:
        super().extend(np.array(xs, np.float64))
