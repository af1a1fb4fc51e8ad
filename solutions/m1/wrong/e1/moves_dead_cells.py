"""caught by m1.e1.correct m1.e1.hidden: moves all that fits, also the cells that are not in use."""


class Vector(Vector):
    def _move_to(self, capacity: int) -> None:
        block = allocate(capacity, self._dtype)
        move(self._block, block, min(capacity, self.capacity))
        self._block, self.capacity = block, capacity
