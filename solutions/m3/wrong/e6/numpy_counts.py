"""caught by m3.e6.speed: right, in numpy: two arrays in between, each written and read once more."""

_Right = VoxelSet


class VoxelSet(_Right):  # type: ignore[no-redef]
    def intersect_count(self, other: "VoxelSet") -> int:
        self._fits(other)
        return int(np.bitwise_count(self._words & other._words).sum())
