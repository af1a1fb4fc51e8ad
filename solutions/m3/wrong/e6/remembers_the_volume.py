"""caught by m3.e6.correct m3.e6.hidden: the volume is counted once."""

_Right = VoxelSet


class VoxelSet(_Right):  # type: ignore[no-redef]
    def volume(self) -> int:
        if not hasattr(self, "_volume"):
            self._volume = super().volume()
        return self._volume
