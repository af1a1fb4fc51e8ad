"""caught by m1.e4.hidden: keeps what is put until somebody asks, but the arrays are the caller's, who goes on using them."""


class IntMap(IntMap):
    def __init__(self) -> None:
        self._waiting: list[tuple[np.ndarray, np.ndarray]] = []
        super().__init__()

    def put(self, keys: np.ndarray, values: np.ndarray) -> None:
        self._waiting.append((keys, values))

    def _settle(self) -> None:
        waiting, self._waiting = self._waiting, []
        for keys, values in waiting:
            super().put(keys, values)

    def __len__(self) -> int:
        self._settle()
        return super().__len__()

    @property
    def capacity(self) -> int:
        if self._waiting:
            self._settle()
        return len(self._full)

    @property
    def load(self) -> float:
        return len(self) / self.capacity

    def get(self, keys: np.ndarray, default: int) -> np.ndarray:
        self._settle()
        return super().get(keys, default)

    def remove(self, keys: np.ndarray) -> int:
        self._settle()
        return super().remove(keys)

    def rehash(self) -> None:
        self._settle()
        super().rehash()

    def slots(self) -> tuple[np.ndarray, np.ndarray]:
        self._settle()
        return super().slots()
