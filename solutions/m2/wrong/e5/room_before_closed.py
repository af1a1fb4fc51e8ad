"""caught by m2.e5.hidden: put that was woken finds room, and does not look whether the channel was closed meanwhile."""


class Channel(Channel):
    def put(self, x: Any, timeout: float | None = None) -> None:
        """Add x, as the policy says."""
        with self._lock:
            if self._closed:
                raise Closed
            if self._policy == "block" and not self._not_full.wait_for(lambda: self._closed or not self._full(), timeout):
                raise TimeoutError("no room")
            if self._full():
                if self._closed:
                    raise Closed
                self.dropped += 1
                if self._policy == "drop_new":
                    return
                self._items.popleft()
            self._items.append(x)
            self._not_empty.notify()
