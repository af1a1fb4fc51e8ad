"""caught by m2.e5.hidden: a get with a time-out that was woken in vain gives up, though its time is not over."""


class Channel(Channel):
    def get(self, timeout: float | None = None) -> Any:
        """Take the oldest item."""
        with self._lock:
            while not self._items and not self._closed:
                self._not_empty.wait(timeout)
                if timeout is not None and not self._items and not self._closed:
                    raise TimeoutError("no item")
            if not self._items:
                raise Closed
            self._not_full.notify()
            return self._items.popleft()
