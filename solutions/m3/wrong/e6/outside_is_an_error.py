"""caught by m3.e6.correct m3.e6.hidden: contains complains about points outside of the grid."""

_Right = VoxelSet


class VoxelSet(_Right):  # type: ignore[no-redef]
    def contains(self, points: np.ndarray) -> np.ndarray:
        if not self._inside(points).all():
            raise IndexError("outside")
        return super().contains(points)
