"""caught by m3.e6.hidden: to_bool keeps its answer, and gives it out again."""

_Right = VoxelSet


class VoxelSet(_Right):  # type: ignore[no-redef]
    def to_bool(self) -> np.ndarray:
        grid = super().to_bool()
        if not hasattr(self, "_grid"):
            self._grid = grid
        elif not self._grid.all():
            self._grid |= grid
        return self._grid
