"""caught by m3.e6.correct m3.e6.hidden: -1 is the last voxel, as in numpy."""

_Right = VoxelSet


class VoxelSet(_Right):  # type: ignore[no-redef]
    def _inside(self, points: np.ndarray) -> np.ndarray:
        _check(points, np.int64, 3)
        return np.logical_and.reduce((points >= -np.array(self._shape)) & (points < self._shape), axis=1)

    def _places(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return super()._places(points % np.maximum(self._shape, 1))
