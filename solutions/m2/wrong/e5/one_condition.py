"""caught by m2.e5.correct m2.e5.hidden: one condition for both sides, so that a wake-up may reach the wrong one."""


class Channel(Channel):
    def __init__(self, capacity: int, policy: str = "block") -> None:
        self.dropped = 0
        self._capacity, self._policy = capacity, policy
        self._items: deque[Any] = deque()
        self._closed = False
        self._lock = Lock()
        self._not_empty = self._not_full = Condition(self._lock)
