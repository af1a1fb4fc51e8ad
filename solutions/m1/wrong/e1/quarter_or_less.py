"""caught by m1.e1.hidden: also halves where less than a quarter is in use, as after reserve."""


class Vector(Vector):
    def pop(self) -> float:
        if not self._length:
            raise IndexError("pop from an empty vector")
        self._length -= 1
        x = self._block[self._length].item()
        if 4 * self._length <= self.capacity > FEWEST:
            self._move_to(max(self.capacity // 2, FEWEST))
        return x
