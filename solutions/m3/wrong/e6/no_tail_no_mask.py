"""caught by m3.e6.correct m3.e6.hidden: where the last word is full, everything in it is wiped out."""

_Right = VoxelSet


class VoxelSet(_Right):  # type: ignore[no-redef]
    def complement(self) -> "VoxelSet":
        words = ~self._words
        if len(words):
            words[-1] &= (_ONE << np.uint64(self._voxels % 64)) - _ONE
        return self._with(words)
