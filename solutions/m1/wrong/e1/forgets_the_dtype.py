"""caught by m1.e1.hidden: only the first block has the dtype that was asked for."""


class Vector(Vector):
    def _move_to(self, capacity: int) -> None:
        block = allocate(capacity)
        move(self._block, block, self._length)
        self._block, self.capacity = block, capacity


class Ring(Ring):
    def _grow(self) -> None:
        block = allocate(2 * self.capacity)
        first = self.capacity - self._oldest
        move(self._block[self._oldest :], block, first)
        move(self._block, block[first:], self._oldest)
        self._block, self.capacity, self._oldest = block, 2 * self.capacity, 0
