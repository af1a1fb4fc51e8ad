"""caught by m2.e5.hidden: put wakes somebody only if the channel was empty, though two may wait while two items come."""


class Channel(Channel):
    def put(self, x: Any, timeout: float | None = None) -> None:
        """Add x, as the policy says."""
        with self._lock:
            if self._policy == "block" and not self._not_full.wait_for(lambda: self._closed or not self._full(), timeout):
                raise TimeoutError("no room")
            if self._closed:
                raise Closed
            if self._full():
                self.dropped += 1
                if self._policy == "drop_new":
                    return
                self._items.popleft()
            if not self._items:
                self._not_empty.notify()
            self._items.append(x)
