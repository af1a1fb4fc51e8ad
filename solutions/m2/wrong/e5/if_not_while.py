"""caught by m2.e5.correct m2.e5.hidden: waits once and does not look again whether the item is still there."""


class Channel(Channel):
    def put(self, x: Any, timeout: float | None = None) -> None:
        """Add x, as the policy says."""
        with self._lock:
            if self._policy == "block" and self._full() and not self._closed and not self._not_full.wait(timeout):
                raise TimeoutError("no room")
            if self._closed:
                raise Closed
            if self._full() and self._policy != "block":
                self.dropped += 1
                if self._policy == "drop_new":
                    return
                self._items.popleft()
            self._items.append(x)
            self._not_empty.notify()

    def get(self, timeout: float | None = None) -> Any:
        """Take the oldest item."""
        with self._lock:
            if not self._items and not self._closed and not self._not_empty.wait(timeout):
                raise TimeoutError("no item")
            if self._closed and not self._items:
                raise Closed
            self._not_full.notify()
            return self._items.popleft()
