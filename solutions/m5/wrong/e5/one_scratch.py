"""caught by m5.e5.hidden, perhaps m5.e5.speed: all ways through a loader gather their bytes in the same array."""


class Loader:
    def __init__(self, packed: Packed, batch: int, order: Any, normalise: tuple[_Three, _Three]) -> None:
        if batch < 1:
            raise ValueError("a batch has one sample or more")
        mean, std = (np.array(each, float) for each in normalise)
        if not mean.shape == std.shape == (3,) or not np.isfinite([mean, std]).all() or std.min() <= 0:
            raise ValueError("mean and std should be three finite numbers each, those of std above 0")
        self._packed, self._batch = packed, batch
        self._order = _checked(order, len(packed.images))
        values = np.arange(256) / 255
        self._table = ((values - mean[:, None]) / std[:, None]).astype(np.float32)
        self._scratch = np.empty((batch if len(self._order) > batch else len(self._order), *packed.images.shape[1:]), np.uint8)

    def __len__(self) -> int:
        return -(-len(self._order) // self._batch)

    def __iter__(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        for begin in range(0, len(self._order), self._batch):
            yield self._made(self._order[begin : begin + self._batch])

    def _made(self, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        out = np.empty((len(chosen), 3, *self._scratch.shape[1:3]), np.float32)
        gathered = self._scratch[: len(chosen)]
        np.take(self._packed.images, chosen, axis=0, out=gathered, mode="clip")
        for one, image in zip(out, gathered, strict=True):
            for channel in range(3):
                np.take(self._table[channel], image[:, :, channel], out=one[channel], mode="clip")
        return out, self._packed.labels[chosen]
