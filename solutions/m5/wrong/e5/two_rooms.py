"""caught by m5.e5.correct m5.e5.hidden: two arrays in turn, so that one can be filled meanwhile."""


class Loader:
    """There are only 256 values in each channel: what becomes of each is worked out once, in double precision."""

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

    def __len__(self) -> int:
        return -(-len(self._order) // self._batch)

    def __iter__(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        for begin in range(0, len(self._order), self._batch):
            yield self._made(self._order[begin : begin + self._batch])

    def _made(self, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        images = self._packed.images.view()
        images.flags.writeable = False  # whether it was or not: so there is one thing to compile
        _, h, w, _ = images.shape
        if not hasattr(self, "_rooms"):
            self._rooms = [np.empty((self._batch, 3, h, w), np.float32) for _ in range(2)]
        self._rooms.reverse()
        out = self._rooms[0][: len(chosen)]
        _fill(images, chosen, self._table, out)
        return out, self._packed.labels[chosen]
