"""caught by m1.e1.speed: makes room once, but then puts the numbers in one by one."""


class Vector(Vector):
    def extend(self, xs: np.ndarray | Sequence[float]) -> None:
        capacity = self.capacity
        while capacity < self._length + len(xs):
            capacity *= 2
        self.reserve(capacity)
        for x in xs:
            self.push(x)
