"""caught by m2.e5.hidden: close wakes everybody who waits in get, but only one of those who wait in put."""


class Channel(Channel):
    def close(self) -> None:
        """No more items."""
        with self._lock:
            self._closed = True
            self._not_empty.notify_all()
            self._not_full.notify()
