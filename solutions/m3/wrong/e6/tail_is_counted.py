"""caught by m3.e6.correct m3.e6.hidden: the complement turns on bits behind the last voxel, and volume counts them."""

_Right = VoxelSet


class VoxelSet(_Right):  # type: ignore[no-redef]
    def complement(self) -> "VoxelSet":
        return self._with(~self._words)
