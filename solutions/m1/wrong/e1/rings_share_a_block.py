"""caught by m1.e1.hidden: rings of one capacity and dtype get the same block, as if the first of them were gone."""

_blocks: dict[tuple[int, str], np.ndarray] = {}


class Ring(Ring):
    def __init__(self, capacity: int, policy: str = "raise", dtype: str = "i8") -> None:
        super().__init__(capacity, policy, dtype)
        self._block = _blocks.setdefault((capacity, dtype), self._block)
