"""m2.e5: a channel between threads, and worker threads."""

import threading
from collections import deque

from given_e5 import Closed


class Channel:
    """Hands items from any number of threads to any number of others, first in, first out."""

    def __init__(self, capacity, policy="block"):
        if capacity < 1:
            raise ValueError("capacity must be 1 or more")
        if policy not in ("block", "drop_new", "drop_old"):
            raise ValueError("unknown policy " + repr(policy))
        self.capacity = capacity
        self.policy = policy
        self.dropped = 0
        self._items = deque()
        self._closed = False
        lock = threading.Lock()
        self._room = threading.Condition(lock)
        self._item = threading.Condition(lock)

    def _full(self):
        return len(self._items) >= self.capacity

    def put(self, x, timeout=None):
        with self._room:
            if self.policy == "block":
                ok = self._room.wait_for(lambda: self._closed or not self._full(), timeout)
                if not ok:
                    raise TimeoutError("no room")
            if self._closed:
                raise Closed
            if self._full():
                self.dropped += 1
                if self.policy == "drop_new":
                    return
                self._items.popleft()
            self._items.append(x)
            self._item.notify()

    def get(self, timeout=None):
        with self._item:
            ok = self._item.wait_for(lambda: self._closed or self._items, timeout)
            if not ok:
                raise TimeoutError("no item")
            if not self._items:
                raise Closed
            x = self._items.popleft()
            self._room.notify()
            return x

    def close(self):
        with self._room:
            self._closed = True
            self._room.notify_all()
            self._item.notify_all()

    def __iter__(self):
        while True:
            try:
                x = self.get()
            except Closed:
                return
            yield x


def run_workers(f, items, workers, ordered=True):
    """[f(x) for x in items] by that many threads."""
    items = list(items)
    n = len(items)
    batch = max(1, n // (8 * workers))
    results = [None] * n
    finished = []  # for ordered=False
    errors = []
    lock = threading.Lock()
    next_item = 0

    def work():
        nonlocal next_item
        try:
            while True:
                with lock:
                    begin = next_item
                    end = min(begin + batch, n)
                    next_item = end
                if begin >= n:
                    return
                for i in range(begin, end):
                    if errors:
                        return
                    if ordered:
                        results[i] = f(items[i])
                    else:
                        finished.append(f(items[i]))
        except BaseException as e:
            errors.append(e)

    threads = [threading.Thread(target=work) for _ in range(min(workers, n))]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    if errors:
        raise errors[0]
    return results if ordered else finished
