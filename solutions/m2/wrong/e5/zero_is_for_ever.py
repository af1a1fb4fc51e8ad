"""caught by m2.e5.hidden: takes a time-out of 0 for none at all."""


class Channel(Channel):
    def get(self, timeout: float | None = None) -> Any:
        """Take the oldest item."""
        return super().get(timeout or None)
