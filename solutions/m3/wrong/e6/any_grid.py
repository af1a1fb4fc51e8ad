"""caught by m3.e6.hidden: shapes of as many voxels are as good as equal."""

_Right = VoxelSet


class VoxelSet(_Right):  # type: ignore[no-redef]
    def _fits(self, other: "VoxelSet") -> None:
        if not isinstance(other, _Right):
            raise TypeError("no set")
        if other._voxels != self._voxels:
            raise ValueError("another grid")
