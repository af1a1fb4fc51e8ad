"""caught by m1.e4.correct m1.e4.hidden: rehash takes the next larger table where one would be exactly half full."""


class IntMap(IntMap):
    def rehash(self) -> None:
        self._move_to(max(SMALLEST, 1 << (2 * self._count).bit_length()))
