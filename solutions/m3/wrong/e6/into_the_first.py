"""caught by m3.e6.correct m3.e6.hidden: the union is the first set, to which the second was added."""

_Right = VoxelSet


class VoxelSet(_Right):  # type: ignore[no-redef]
    def union(self, other: "VoxelSet") -> "VoxelSet":
        self._fits(other)
        self._words |= other._words
        return self
