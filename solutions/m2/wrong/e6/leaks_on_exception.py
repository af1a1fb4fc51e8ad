"""caught by m2.e6.hidden: the block stays when an exception ends the with statement."""


class SharedArray(SharedArray):
    def __exit__(self, *error: Any) -> None:
        """Close; the owner also unlinks."""
        if error[0] is None:
            self.close()
            if self._owner:
                self.unlink()
