"""caught by m1.e1.correct m1.e1.hidden: the oldest is always in cell 0, and all others shift when it goes."""


class Ring(Ring):
    def pop(self) -> float:
        if not self._length:
            raise IndexError("pop from an empty ring")
        x = self._block[0].item()
        self._block[:-1] = self._block[1:].copy()
        self._length -= 1
        return x

    def _makes_room(self) -> bool:
        if self._policy == "drop_old":
            self.lost += 1
            self.pop()
            return True
        return super()._makes_room()
