"""caught by m3.e6.hidden: the union with an empty set is the set itself."""

_Right = VoxelSet


class VoxelSet(_Right):  # type: ignore[no-redef]
    def union(self, other: "VoxelSet") -> "VoxelSet":
        self._fits(other)
        return super().union(other) if other.volume() else self
