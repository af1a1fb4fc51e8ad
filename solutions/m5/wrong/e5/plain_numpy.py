"""caught by m5.e5.correct m5.e5.speed m5.e5.hidden: a line of numpy in double precision, and its arrays on the way."""


class Loader(Loader):
    """As in a tutorial."""

    def __init__(self, packed: Packed, batch: int, order: Any, normalise: tuple[_Three, _Three]) -> None:
        super().__init__(packed, batch, order, normalise)
        self._mean, self._std = (np.array(each, float) for each in normalise)

    def _made(self, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        x = (self._packed.images[chosen] / 255 - self._mean) / self._std
        return np.ascontiguousarray(x.transpose(0, 3, 1, 2), np.float32), self._packed.labels[chosen]
