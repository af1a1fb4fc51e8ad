"""caught by m1.e1.correct m1.e1.hidden: grows as the vector does, although the oldest need not be in the first cell."""


class Ring(Ring):
    def _grow(self) -> None:
        block = allocate(2 * self.capacity, self._dtype)
        move(self._block, block, self.capacity)
        self._block, self.capacity = block, 2 * self.capacity
