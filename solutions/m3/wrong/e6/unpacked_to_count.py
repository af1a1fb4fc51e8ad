"""caught by m3.e6.correct m3.e6.speed: packed, and unpacked to count what two sets have in common."""

_Right = VoxelSet


class VoxelSet(_Right):  # type: ignore[no-redef]
    def intersect_count(self, other: "VoxelSet") -> int:
        self._fits(other)
        return int(np.count_nonzero(self.to_bool() & other.to_bool()))
