"""caught by m3.e6.correct m3.e6.hidden: has as many words as are full, and one voxel more is too much."""

_Right = VoxelSet


class VoxelSet(_Right):  # type: ignore[no-redef]
    def __init__(self, shape: tuple[int, int, int]) -> None:
        super().__init__(shape)
        self._words = np.zeros(max(self._voxels // 64, 1), np.uint64)
