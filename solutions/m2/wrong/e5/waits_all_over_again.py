"""caught by m2.e5.hidden: whoever was woken when another one was faster waits for the whole time-out again."""


class Channel(Channel):
    def get(self, timeout: float | None = None) -> Any:
        with self._lock:
            while not self._items:
                if self._closed:
                    raise Closed
                if not self._not_empty.wait(timeout):
                    raise TimeoutError("no item")
            self._not_full.notify()
            return self._items.popleft()
