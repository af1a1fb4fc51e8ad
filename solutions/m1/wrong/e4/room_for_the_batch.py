"""caught by m1.e4.correct m1.e4.hidden: makes room for all keys of a batch, though some are there already or come twice."""


class IntMap(IntMap):
    def put(self, keys: np.ndarray, values: np.ndarray) -> None:
        capacity = self.capacity
        while 2 * (self._count + len(keys)) > capacity:
            capacity *= 2
        if capacity > self.capacity:
            self._move_to(capacity)
        super().put(keys, values)
