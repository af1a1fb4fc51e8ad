"""caught by m1.e4.hidden: remove asks get which keys there are, and takes the value -1 for none."""


class IntMap(IntMap):
    def remove(self, keys: np.ndarray) -> int:
        return super().remove(keys[self.get(keys, -1) != -1])
