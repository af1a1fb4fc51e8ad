"""caught by m1.e4.hidden: doubles a large table that is half full also where all keys that are put are in it already."""


class IntMap(IntMap):
    def put(self, keys: np.ndarray, values: np.ndarray) -> None:
        if self.capacity > 99 and 2 * (len(self) + 1) > self.capacity:
            self._move_to(2 * self.capacity)
        super().put(keys, values)
