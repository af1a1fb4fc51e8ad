"""caught by m1.e4.hidden: the table belongs to the class: a second map takes the first one's away."""


class IntMap(IntMap):
    def _make_table(self, capacity: int) -> None:
        cls = type(self)
        cls._full = np.zeros(capacity, np.bool_)
        cls._entries = np.zeros((capacity, 2), np.int64)
        cls._shift = _shift(capacity)
        self._count = 0
