"""caught by m2.e6.correct m2.e6.speed m2.e6.hidden: whoever is done with the block removes it, also those who do not own it."""


class SharedArray(SharedArray):
    def __exit__(self, *error: Any) -> None:
        """Close; the owner also unlinks."""
        self.close()
        self.unlink()
