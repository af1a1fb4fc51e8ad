"""caught by m1.e1.hidden: the block belongs to the class, so a second vector takes the first one's away."""


class Vector(Vector):
    def __init__(self, capacity: int = FEWEST, dtype: str = "i8") -> None:
        cls = type(self)
        cls.capacity, cls._dtype, cls._length = max(capacity, FEWEST), dtype, 0
        cls._block = allocate(cls.capacity, dtype)

    def push(self, x: float) -> None:
        if self._length == self.capacity:
            self._move_to(2 * self.capacity)
        self._block[self._length] = x
        type(self)._length += 1

    def extend(self, xs: np.ndarray | Sequence[float]) -> None:
        length, capacity = self._length + len(xs), self.capacity
        while capacity < length:
            capacity *= 2
        if capacity > self.capacity:
            self._move_to(capacity)
        self._block[self._length : length] = xs
        type(self)._length = length

    def pop(self) -> float:
        if not self._length:
            raise IndexError("pop from an empty vector")
        type(self)._length -= 1
        x = self._block[self._length].item()
        if 4 * self._length == self.capacity > FEWEST:
            self._move_to(self.capacity // 2)
        return x

    def _move_to(self, capacity: int) -> None:
        block = allocate(capacity, self._dtype)
        move(self._block, block, self._length)
        type(self)._block, type(self).capacity = block, capacity
