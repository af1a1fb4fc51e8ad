"""caught by m1.e1.correct m1.e1.speed m1.e1.hidden: makes room for one more number at a time."""


class Vector(Vector):
    def push(self, x: float) -> None:
        if self._length == self.capacity:
            self._move_to(self.capacity + 1)
        self._block[self._length] = x
        self._length += 1
