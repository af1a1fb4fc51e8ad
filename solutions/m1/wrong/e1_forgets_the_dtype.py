"""caught by m1.e1.hidden: only the first block has the dtype that was asked for."""


class Vector(Vector):
    def _move_to(self, capacity: int) -> None:
        block = allocate(capacity)
        move(self._block, block, self._length)
        self._block, self.capacity = block, capacity
