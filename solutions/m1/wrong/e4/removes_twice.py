"""caught by m1.e4.correct m1.e4.hidden: counts a key that comes twice among those to remove twice."""


class IntMap(IntMap):
    def remove(self, keys: np.ndarray) -> int:
        there = int((self.get(keys, -1) == self.get(keys, -2)).sum())
        super().remove(keys)
        return there
