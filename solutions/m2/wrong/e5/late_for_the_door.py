"""caught by m2.e5.hidden: looks at the clock before it looks whether the channel is closed."""


class Channel(Channel):
    def get(self, timeout: float | None = None) -> Any:
        """Take the oldest item."""
        with self._lock:
            if not self._not_empty.wait_for(lambda: self._items or (self._closed and timeout is None), timeout):
                raise TimeoutError("no item")
            if not self._items:
                raise Closed
            self._not_full.notify()
            return self._items.popleft()
