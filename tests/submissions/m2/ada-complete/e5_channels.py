"""m2.e5: a channel between threads, and worker threads that share a heap of work."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from threading import Condition, Lock, Thread
from typing import Any

from given_e5 import Closed


class Channel:
    """Hands items from any number of threads to any number of others, first in, first out."""

    def __init__(self, capacity: int, policy: str = "block") -> None:
        self.dropped = 0
        self._capacity, self._policy = capacity, policy
        self._items: deque[Any] = deque()
        self._closed = False
        # One lock for the state, and a queue to wait in for either side: a wake-up never reaches the wrong one.
        self._lock = Lock()
        self._not_empty, self._not_full = Condition(self._lock), Condition(self._lock)

    def _full(self) -> bool:
        return len(self._items) >= self._capacity

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
                self._items.popleft()
            self._items.append(x)
            self._not_empty.notify()

    def get(self, timeout: float | None = None) -> Any:
        """Take the oldest item."""
        with self._lock:
            if not self._not_empty.wait_for(lambda: self._closed or self._items, timeout):
                raise TimeoutError("no item")
            if not self._items:
                raise Closed
            self._not_full.notify()
            return self._items.popleft()

    def close(self) -> None:
        """No more items: wake everybody, each of them finds out what that means for it."""
        with self._lock:
            self._closed = True
            self._not_empty.notify_all()
            self._not_full.notify_all()

    def __iter__(self) -> Iterator[Any]:
        """Take items until the channel is closed and empty."""
        while True:
            try:
                item = self.get()
            except Closed:
                return
            yield item


def run_workers(f: Callable[[Any], Any], items: Iterable[Any], workers: int, ordered: bool = True) -> list[Any]:
    """[f(x) for x in items], worked out by that many threads."""
    items = list(items)
    size = max(1, len(items) // (8 * workers))
    starts = range(0, len(items), size)
    batches = Channel(max(1, len(starts)))
    for start in starts:
        batches.put(start)
    batches.close()
    results: list[Any] = [None] * len(items)
    done: list[int] = []
    errors: list[BaseException] = []

    def work() -> None:
        for start in batches:
            for number in range(start, min(start + size, len(items))):
                if errors:
                    return
                try:
                    results[number] = f(items[number])
                except BaseException as error:
                    errors.append(error)
                done.append(number)

    threads = [Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return results if ordered else [results[number] for number in done]
