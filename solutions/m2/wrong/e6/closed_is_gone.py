"""caught by m2.e6.hidden: a with statement does nothing any more for a block that was closed in it."""


class SharedArray(SharedArray):
    def __exit__(self, *error: Any) -> None:
        """Close; the owner also unlinks."""
        if self.array is None:
            return
        self.close()
        if self._owner:
            self.unlink()
