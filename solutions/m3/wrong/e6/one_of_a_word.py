"""caught by m3.e6.correct m3.e6.speed m3.e6.hidden: of several points in one word, only the last is added."""

_Right = VoxelSet


class VoxelSet(_Right):  # type: ignore[no-redef]
    def add(self, points: np.ndarray) -> None:
        if not self._inside(points).all():
            raise IndexError("outside")
        word, bit = self._places(points)
        self._words[word] |= bit
