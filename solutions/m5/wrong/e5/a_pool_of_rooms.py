"""caught by m5.e5.correct m5.e5.hidden: all loaders take their arrays from one pool, by the number of the batch."""

_pool: dict[tuple[int, ...], np.ndarray] = {}


class Loader(Loader):
    """What is there once need not be asked for again."""

    def __iter__(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        for number, (x, y) in enumerate(super().__iter__()):
            room = _pool.setdefault((number, *x.shape), x)
            room[...] = x
            yield room, y
