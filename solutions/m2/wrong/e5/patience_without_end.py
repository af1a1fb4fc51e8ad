"""caught by m2.e5.hidden: a put that was woken when another one was faster waits for the whole time-out again."""


class Channel(Channel):
    def put(self, x: Any, timeout: float | None = None) -> None:
        with self._lock:
            while self._policy == "block" and self._full() and not self._closed:
                if not self._not_full.wait(timeout):
                    raise TimeoutError("no room")
        super().put(x, timeout)
