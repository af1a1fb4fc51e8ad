"""caught by m5.e5.speed: right, and no faster than the yardstick."""


class Loader(Loader):
    """Divides each image on its own, in double precision, and stacks them."""

    def __init__(self, packed: Packed, batch: int, order: Any, normalise: tuple[_Three, _Three]) -> None:
        super().__init__(packed, batch, order, normalise)
        self._mean, self._std = (np.array(each, float) for each in normalise)

    def _made(self, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        each = [(self._packed.images[number] / 255 - self._mean) / self._std for number in chosen]
        return np.array([image.transpose(2, 0, 1).astype(np.float32) for image in each]), self._packed.labels[chosen]
