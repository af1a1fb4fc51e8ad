"""caught by m1.e4.speed: the table is right, but get asks a dict that is kept beside it."""


class IntMap(IntMap):
    def __init__(self) -> None:
        super().__init__()
        self._beside: dict[int, int] = {}

    def put(self, keys: np.ndarray, values: np.ndarray) -> None:
        super().put(keys, values)
        self._beside.update(zip(keys.tolist(), values.tolist(), strict=True))

    def get(self, keys: np.ndarray, default: int) -> np.ndarray:
        return np.array([self._beside.get(key, default) for key in keys.tolist()], np.int64)

    def remove(self, keys: np.ndarray) -> int:
        for key in keys.tolist():
            self._beside.pop(key, None)
        return super().remove(keys)
