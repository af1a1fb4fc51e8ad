"""caught by m2.e5.hidden: counts what is dropped without the lock, and puts without it, too, where it never waits."""


class Channel(Channel):
    def put(self, x: Any, timeout: float | None = None) -> None:
        """Add x, as the policy says."""
        if self._policy == "block":
            super().put(x, timeout)
            return
        if self._closed:
            raise Closed
        if self._full():
            dropped = self.dropped
            if self._policy == "drop_old":
                self._items.popleft()
            self.dropped = dropped + 1
            if self._policy == "drop_new":
                return
        self._items.append(x)
        with self._lock:
            self._not_empty.notify()
