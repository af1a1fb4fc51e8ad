"""caught by m1.e1.correct m1.e1.hidden: halves as soon as half is unused; push and pop at the border move every time."""


class Vector(Vector):
    def pop(self) -> float:
        if not self._length:
            raise IndexError("pop from an empty vector")
        self._length -= 1
        x = self._block[self._length].item()
        if 2 * self._length == self.capacity > FEWEST:
            self._move_to(self.capacity // 2)
        return x
