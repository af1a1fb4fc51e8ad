"""caught by m3.e6.hidden: adds the points in the grid, and only then complains about the others."""

_Right = VoxelSet


class VoxelSet(_Right):  # type: ignore[no-redef]
    def add(self, points: np.ndarray) -> None:
        inside = self._inside(points)
        super().add(points[inside])
        if not inside.all():
            raise IndexError("outside")
