"""caught by m2.e5.correct m2.e5.hidden: drop_old throws away the item that came last."""


class Channel(Channel):
    def put(self, x: Any, timeout: float | None = None) -> None:
        """Add x, as the policy says. wait_for looks again after every wake-up: somebody may have been faster."""
        with self._lock:
            if self._policy == "block" and not self._not_full.wait_for(lambda: self._closed or not self._full(), timeout):
                raise TimeoutError("no room")
            if self._closed:
                raise Closed
            if self._full():
                self.dropped += 1
                if self._policy == "drop_new":
                    return
                self._items.pop()
            self._items.append(x)
            self._not_empty.notify()
