"""caught by m3.e6.correct m3.e6.speed m3.e6.hidden: adds bits up: a voxel that comes twice is carried on."""

_Right = VoxelSet


class VoxelSet(_Right):  # type: ignore[no-redef]
    def add(self, points: np.ndarray) -> None:
        if not self._inside(points).all():
            raise IndexError("outside")
        word, bit = self._places(points)
        np.add.at(self._words, word, bit)
