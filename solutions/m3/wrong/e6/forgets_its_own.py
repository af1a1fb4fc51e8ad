"""caught by m3.e6.hidden: keeps counts until this set changes, and the other one may change as well."""

_Right = VoxelSet


class VoxelSet(_Right):  # type: ignore[no-redef]
    def add(self, points: np.ndarray) -> None:
        super().add(points)
        self._counts: list[tuple[object, int]] = []

    def intersect_count(self, other: "VoxelSet") -> int:
        for known, count in getattr(self, "_counts", []):
            if known is other:
                return count
        count = super().intersect_count(other)
        self._counts = [(other, count), *getattr(self, "_counts", [])[:3]]
        return count
