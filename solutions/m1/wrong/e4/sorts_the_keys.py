"""caught by m1.e4.hidden: sorts the caller's keys to walk through the table in order."""


class IntMap(IntMap):
    def remove(self, keys: np.ndarray) -> int:
        keys.sort()
        return super().remove(keys)
