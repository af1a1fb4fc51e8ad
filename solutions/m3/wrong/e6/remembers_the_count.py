"""caught by m3.e6.hidden: what two sets have in common is counted once, whatever is added later."""

_common_of: dict[tuple[int, int], int] = {}

_Right = VoxelSet


class VoxelSet(_Right):  # type: ignore[no-redef]
    def intersect_count(self, other: "VoxelSet") -> int:
        key = id(self), id(other)
        if key not in _common_of:
            _common_of[key] = super().intersect_count(other)
        self._alive, other._alive = other, self  # type: ignore[attr-defined]
        return _common_of[key]
