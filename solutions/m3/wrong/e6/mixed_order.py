"""caught by m3.e6.correct m3.e6.hidden: packs with the first voxel at bit 7, unpacks with the first at bit 0."""

_Right = VoxelSet


class VoxelSet(_Right):  # type: ignore[no-redef]
    def to_bool(self) -> np.ndarray:
        bits = np.unpackbits(self._words.view(np.uint8), count=self._voxels, bitorder="big")
        return bits.view(bool).reshape(self._shape)
