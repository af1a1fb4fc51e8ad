"""caught by m5.e5.correct m5.e5.hidden, perhaps m5.e5.speed: images lie in memory as before, and only look transposed."""

_fill_turned = _fill


def _fill(images: np.ndarray, chosen: np.ndarray, table: np.ndarray, out: np.ndarray) -> None:
    """Not used any more."""


class Loader(Loader):
    """Transposed in no time."""

    def _made(self, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        images = self._packed.images[chosen]
        out = np.empty(images.shape, np.float32)
        for channel in range(3):
            out[..., channel] = self._table[channel][images[..., channel]]
        return out.transpose(0, 3, 1, 2), self._packed.labels[chosen]
