"""caught by m2.e5.hidden: a full channel throws away what is put, whether it is closed or not."""


class Channel(Channel):
    def put(self, x: Any, timeout: float | None = None) -> None:
        """Add x, as the policy says."""
        with self._lock:
            if self._policy == "block" and not self._not_full.wait_for(lambda: self._closed or not self._full(), timeout):
                raise TimeoutError("no room")
            if self._full() and self._policy == "drop_new":
                self.dropped += 1
                return
            if self._closed:
                raise Closed
            if self._full():
                self.dropped += 1
                self._items.popleft()
            self._items.append(x)
            self._not_empty.notify()
