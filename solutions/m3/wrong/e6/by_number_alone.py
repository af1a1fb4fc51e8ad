"""caught by m3.e6.correct m3.e6.hidden: a point is in the grid if its number is: (0, 0, 5) of a row of 5 is (0, 1, 0)."""

_Right = VoxelSet


class VoxelSet(_Right):  # type: ignore[no-redef]
    def _inside(self, points: np.ndarray) -> np.ndarray:
        _check(points, np.int64, 3)
        _, rows, columns = self._shape
        number = (points[:, 0] * rows + points[:, 1]) * columns + points[:, 2]
        return (number >= 0) & (number < self._voxels)
