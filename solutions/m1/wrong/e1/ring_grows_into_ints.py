"""caught by m1.e1.hidden: a ring moves to a block without saying which dtype; only what is no whole number shows it."""


class Ring(Ring):
    def _grow(self) -> None:
        block = allocate(2 * self.capacity)
        first = self.capacity - self._oldest
        move(self._block[self._oldest :], block, first)
        move(self._block, block[first:], self._oldest)
        self._block, self.capacity, self._oldest = block, 2 * self.capacity, 0
