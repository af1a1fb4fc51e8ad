"""caught by m1.e4.hidden: asked for the same keys again, answers as before, unless the number of keys is another one."""


class IntMap(IntMap):
    def get(self, keys: np.ndarray, default: int) -> np.ndarray:
        asked = keys.tobytes(), default, len(self)
        if getattr(self, "_asked", None) != asked:
            self._asked, self._answer = asked, super().get(keys, default)
        return self._answer.copy()
