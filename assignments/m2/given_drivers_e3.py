"""What the hidden tests of m2.e3 do in the student's worker: they make rare moments happen, and look at what was shared."""

import queue
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

import numpy as np
from given_watch import Gate, is_students, mentions, replaced, replaced_locks

PATIENCE = 2.0
"""Seconds without anybody new after which threads no longer wait for the others: only those of wrong work do not come."""


class _Delay:
    """Once, somebody is late by so many seconds; whoever waits with a time-out meanwhile waits in vain, as if it were hours."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._is_on = False

    def begin(self) -> None:
        if self._seconds:
            seconds, self._seconds, self._is_on = self._seconds, 0.0, True
            time.sleep(seconds)
            self._is_on = False

    def outlasts(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool:
        """Whether acquire(*args, **kwargs) or get(*args, **kwargs) has a time-out, which is over now.

        But for a pause: somebody may ask again and again.
        """
        block, timeout, *_ = (*args, None, None)
        block, timeout = kwargs.get("block", kwargs.get("blocking", block)), kwargs.get("timeout", timeout)
        over = self._is_on and block is not False and timeout is not None and timeout >= 0
        if over:
            time.sleep(0.01)
        return over


class _Visits:
    """What is known of the locks of a call and of those who held them."""

    def __init__(self, workers: int, late: float) -> None:
        self.before, self.behind = Gate(workers, PATIENCE), Gate(workers, PATIENCE)
        self.delay = _Delay(late)
        """Of the first who gets a lock, before it does anything."""
        self.locks: dict[int, set[int]] = {}
        """For every thread, the locks that it has held."""
        self.left: set[int] = set()
        self.grown: list[dict[str, tuple[np.ndarray, int]]] = []
        """For each time that somebody held a lock: the arrays in sight, by name, and how much their sums grew meanwhile."""

    def guarded(self, answer: Any) -> int | None:
        """How much the array that became the answer grew while a lock was held; None where it was never in sight."""
        if not isinstance(answer, np.ndarray):
            return None
        arrays = {id(array): array for each in self.grown for array, _ in each.values()}
        became = {number for number, array in arrays.items() if _became(array, answer)}
        names = {name for each in self.grown for name, (array, _) in each.items() if id(array) in became}
        grown = [max((more for name, (_, more) in each.items() if name in names), default=0) for each in self.grown]
        return sum(grown) if names else None


def _became(array: np.ndarray, answer: np.ndarray) -> bool:
    """Whether the answer is that array, a part of it, or a copy."""
    return np.may_share_memory(array, answer) or (array.ndim == 1 and np.array_equal(array[: len(answer)], answer))


class _Lock:
    """A lock before which, and behind which, a thread waits for all the others the first time that it comes there."""

    def __init__(self, lock: Any, visits: _Visits) -> None:
        self._lock, self._visits = lock, visits
        self._sums: list[dict[str, int]] = []

    def acquire(self, *args: Any, **kwargs: Any) -> bool:
        held = self._visits.locks.setdefault(threading.get_ident(), set())
        if not held:
            self._visits.before.wait()
        if self._visits.delay.outlasts(args, kwargs):
            return False
        got: bool = self._lock.acquire(*args, **kwargs)
        if got:
            self._visits.delay.begin()
            held.add(id(self))
            self._sums.append({name: _sum(array) for name, array in _in_sight(sys._getframe(1)).items()})
        return got

    def release(self) -> None:
        sums, after = self._sums.pop(), _in_sight(sys._getframe(1))
        self._visits.grown.append({name: (after[name], _sum(after[name]) - sums[name]) for name in after.keys() & sums.keys()})
        self._lock.release()
        if threading.get_ident() not in self._visits.left:
            self._visits.left.add(threading.get_ident())
            self._visits.behind.wait()

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *error: object) -> None:
        self.release()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._lock, name)


def _in_sight(frame: FrameType | None) -> dict[str, np.ndarray]:
    """The arrays of numbers that the student's functions which are at work in this thread know by name."""
    found: dict[str, np.ndarray] = {}
    while frame is not None:
        for name, value in frame.f_locals.items() if is_students(frame) else ():
            members = getattr(value, "__dict__", {}) if not callable(value) else {}
            for shown, each in ((name, value), *((f"{name}.{member}", other) for member, other in members.items())):
                if isinstance(each, np.ndarray) and each.dtype.kind in "iuf":
                    found.setdefault(shown, each)
        frame = frame.f_back
    return found


def _sum(array: np.ndarray) -> int:
    return int(array.sum())


def at_the_locks(hist: Callable[..., Any], x: np.ndarray, bins: int, workers: int, late: float = 0.0) -> dict[str, Any]:
    """What becomes of counting where all threads have come to a lock before the first gets it, and leave it together.

    The first one keeps it so many seconds before it does anything, and all time-outs of the others are over at once.

    answer: what it returned. held: how many were added to the shared array while a lock was held, None where that could not be
    seen. common: whether there is a lock that all threads had which had any.
    """
    visits = _Visits(workers, late)
    with replaced_locks(hist, lambda lock: _Lock(lock, visits)):
        answer = hist(x, bins, workers)
    held = [locks for locks in visits.locks.values() if locks]
    return {"answer": answer, "held": visits.guarded(answer), "common": not held or bool(set.intersection(*held))}


class _Post:
    """What is known of the queues of a call."""

    def __init__(self, late: float) -> None:
        self.delay = _Delay(late)
        self.caller = threading.get_ident()
        self.sent: list[Any] = []
        self.readers: set[int] = set()
        self.lingered = 0

    def send(self, item: Any) -> None:
        if threading.get_ident() != self.caller:
            self.delay.begin()
        self.sent.append(item.copy() if isinstance(item, np.ndarray) else item)

    def linger(self) -> None:
        """For some time, though not at every turn of a loop that asks again and again."""
        self.lingered += 1
        time.sleep(0.02 if self.lingered < 30 else 0)


class _Queue:
    """A queue whose answers are old before they arrive, as they may be on any busy machine."""

    def __init__(self, made: Any, post: _Post) -> None:
        self._queue, self._post = made, post

    def put(self, item: Any, *args: Any, **kwargs: Any) -> None:
        self._post.send(item)
        self._queue.put(item, *args, **kwargs)

    def put_nowait(self, item: Any) -> None:
        self.put(item, block=False)

    def get(self, *args: Any, **kwargs: Any) -> Any:
        if self._post.delay.outlasts(args, kwargs):
            args, kwargs = (False,), {}
        item = self._queue.get(*args, **kwargs)
        self._post.readers.add(threading.get_ident())
        self._post.linger()
        return item

    def get_nowait(self) -> Any:
        return self.get(block=False)

    def empty(self) -> bool:
        answer: bool = self._queue.empty()
        self._post.linger()
        return answer

    def qsize(self) -> int:
        answer: int = self._queue.qsize()
        self._post.linger()
        return answer

    def __getattr__(self, name: str) -> Any:
        return getattr(self._queue, name)


class _Maker:
    """Makes such queues for the student's code, and ordinary ones for the library's."""

    def __init__(self, make: Any, post: _Post) -> None:
        self._make, self._post = make, post

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        made = self._make(*args, **kwargs)
        return _Queue(made, self._post) if is_students(sys._getframe(1)) else made

    def __getitem__(self, kind: Any) -> "_Maker":
        return self


def through_queues(hist: Callable[..., Any], x: np.ndarray, bins: int, workers: int, late: float = 0.0) -> dict[str, Any]:
    """What becomes of counting where queues are slow, and one worker begins to send so many seconds late.

    Meanwhile all time-outs are over at once, as if it were late by hours.

    answer: what it returned. made: whether it made a queue that could be watched. sent: the sum of all the histograms that were
    sent, None where something else was sent that may hold counts. taken: whether the caller took something out of a queue.
    """
    post = _Post(late)
    makers = [queue.Queue, queue.LifoQueue, queue.PriorityQueue, queue.SimpleQueue]

    def other(value: Any) -> Any:
        return next((_Maker(make, post) for make in makers if value is make), None)

    with replaced([queue, sys.modules[hist.__module__]], other):
        answer = hist(x, bins, workers)
    sent = [each for each in post.sent if not isinstance(each, (bool, int, str, float, type(None), threading.Thread))]
    sent = [each for each in sent if type(each) is not object and getattr(each, "dtype", None) != x.dtype]
    plain = all(isinstance(each, np.ndarray) and each.shape == (bins,) for each in sent)
    return {
        "answer": answer,
        "made": bool(post.sent),
        "sent": sum(_sum(each) for each in sent) if plain else None,
        "taken": post.caller in post.readers,
    }


def who_adds(hist: Callable[..., Any], adding: Any, x: np.ndarray, bins: int, workers: int) -> dict[str, Any]:
    """Which threads call compiled functions of the student's that add by `adding`.

    answer: what it returned. caller: whether the caller's thread does. others: how many others do.
    """
    hist(x, bins, workers)  # whatever is compiled at the first call
    threads: set[int] = set()

    def other(value: Any) -> Any:
        return _Noted(value, threads) if hasattr(value, "py_func") and mentions(value, adding) else None

    with replaced([sys.modules[hist.__module__]], other):
        answer = hist(x, bins, workers)
    caller = threading.get_ident() in threads
    return {"answer": answer, "caller": caller, "others": len(threads) - caller}


class _Noted:
    """A function that notes which threads call it."""

    def __init__(self, function: Any, threads: set[int]) -> None:
        self._function, self._threads = function, threads

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self._threads.add(threading.get_ident())
        return self._function(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._function, name)
