"""caught by m2.e5.correct m2.e5.hidden: close wakes one thread of either side, and the others wait for ever."""


class Channel(Channel):
    def close(self) -> None:
        """No more items."""
        with self._lock:
            self._closed = True
            self._not_empty.notify()
            self._not_full.notify()
