"""caught by m3.e6.correct m3.e6.hidden: to_bool is 0 and 1 in uint8."""

_Right = VoxelSet


class VoxelSet(_Right):  # type: ignore[no-redef]
    def to_bool(self) -> np.ndarray:
        return super().to_bool().view(np.uint8)
