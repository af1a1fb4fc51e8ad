"""caught by m3.e6.correct m3.e6.speed: right, with one byte for each voxel."""

_Right = VoxelSet


class VoxelSet(_Right):  # type: ignore[no-redef]
    def __init__(self, shape: tuple[int, int, int]) -> None:
        super().__init__(shape)
        self._full = np.zeros(shape, bool)

    def add(self, points: np.ndarray) -> None:
        if not self._inside(points).all():
            raise IndexError("outside")
        self._full[tuple(points.T)] = True

    def contains(self, points: np.ndarray) -> np.ndarray:
        inside = self._inside(points)
        inside[inside] = self._full[tuple(points[inside].T)]
        return inside

    def volume(self) -> int:
        return int(np.count_nonzero(self._full))

    def intersect_count(self, other: "VoxelSet") -> int:
        self._fits(other)
        return int(np.count_nonzero(self._full & other._full))  # type: ignore[attr-defined]

    def union(self, other: "VoxelSet") -> "VoxelSet":
        self._fits(other)
        new = VoxelSet(self._shape)
        new._full = self._full | other._full  # type: ignore[attr-defined]
        return new

    def complement(self) -> "VoxelSet":
        new = VoxelSet(self._shape)
        new._full = ~self._full
        return new

    def to_bool(self) -> np.ndarray:
        return self._full.copy()
