"""Given for m2.e5: the exception, the yardsticks of the races, and what the tests drive your code with."""

import queue
import sys
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from given_work import mix


class Closed(Exception):
    """The channel is closed: nothing can be put any more, or nothing is left to get."""


def one_by_one(f: Callable[[Any], Any], items: Iterable[Any], workers: int) -> list[Any]:
    """A message for every item, a message for every result.

    It has one worker, however many are allowed: more would only wait for each other.
    """
    todo: queue.Queue[Any] = queue.Queue()
    done: queue.Queue[Any] = queue.Queue()

    def work() -> None:
        while (message := todo.get()) is not None:
            number, x = message
            done.put((number, f(x)))

    for message in enumerate(items):
        todo.put(message)
    sent = todo.qsize()
    todo.put(None)
    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    return [result for _, result in sorted(done.get() for _ in range(sent))]


def one_thread(f: Callable[[Any], Any], items: Iterable[Any], workers: int) -> list[Any]:
    """The yardstick for large items: one after the other, whatever the number of workers."""
    return [f(x) for x in items]


def tiny(x: int) -> int:
    """Next to no work."""
    return 255 - x


def with_tiny(run: Callable[..., list[int]], items: bytes, workers: int) -> bytes:
    """What is timed in the race of tiny items: run is your run_workers."""
    return bytes(run(tiny, items, workers))


def tiny_one_by_one(items: bytes, workers: int) -> bytes:
    """The yardstick for tiny items."""
    return with_tiny(one_by_one, items, workers)


def large(rounds: int) -> int:
    """Work for a core, about a millisecond for every million; other threads can run meanwhile."""
    return int(mix(np.uint64(rounds), rounds)) & 0xFFFF


class Meeting:
    """A function that ends when `guests` threads are in it at the same time; `met` says whether that came true."""

    def __init__(self, guests: int) -> None:
        self._barrier = threading.Barrier(guests, timeout=1.5)
        self.met = 0

    def __call__(self, x: int) -> int:
        try:
            self._barrier.wait()
            self.met += 1
        except threading.BrokenBarrierError:
            pass
        return x + 100


class Failing:
    """A function that takes a millisecond and raises at one item; `calls` counts how often it was begun."""

    def __init__(self, at: int) -> None:
        self._at = at
        self.calls = 0

    def __call__(self, x: int) -> int:
        self.calls += 1
        if x == self._at:
            raise KeyError(f"no item {x}")
        time.sleep(1e-3)
        return x


def slow_first(x: int) -> int:
    """Takes long for item 0 and no time for the others."""
    time.sleep(0.2 if x == 0 else 0)
    return x


def drain(channel: Any) -> list[Any]:
    """Everything that comes out of the channel until it is closed."""
    return list(channel)


def threads(want: int = 1 << 30) -> int:
    """How many threads there are, once there are no more than wanted, or after half a second."""
    deadline = time.monotonic() + 0.5
    while threading.active_count() > want and time.monotonic() < deadline:
        time.sleep(0.01)
    return threading.active_count()


def hammer(make: Callable[..., Any], capacity: int, producers: int, consumers: int, each: int, repeat: int) -> list[dict]:
    """Sends `each` items per producer through a fresh channel, `repeat` times, with threads that change all the time.

    Item number i of producer p is p * each + i. Says what every consumer received, what was raised, and how many
    threads were still waiting after two seconds; it ends with the first repetition in which something went wrong.
    """
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        logs: list[dict] = []
        while len(logs) < repeat and not (logs and (logs[-1]["stuck"] or logs[-1]["raised"])):
            logs.append(_hammer_once(make(capacity), producers, consumers, each))
        return logs
    finally:
        sys.setswitchinterval(before)


def _hammer_once(channel: Any, producers: int, consumers: int, each: int) -> dict:
    received: list[list[Any]] = [[] for _ in range(consumers)]
    raised: list[str] = []

    def guarded(work: Callable[[int], None], number: int) -> None:
        try:
            work(number)
        except Closed:
            pass
        except Exception as error:
            raised.append(f"{type(error).__name__}: {error}")

    def produce(number: int) -> None:
        for i in range(each):
            channel.put(number * each + i)

    def consume(number: int) -> None:
        while True:
            received[number].append(channel.get())

    deadline = time.monotonic() + 2
    senders = [_begin(guarded, produce, number) for number in range(producers)]
    takers = [_begin(guarded, consume, number) for number in range(consumers)]
    stuck = _waiting(senders, deadline)
    channel.close()
    stuck += _waiting(takers, deadline)
    return {"received": [list(items) for items in received], "raised": raised, "stuck": stuck}


def _begin(*call: Any) -> threading.Thread:
    function, *args = call
    thread = threading.Thread(target=function, args=args, daemon=True)
    thread.start()
    return thread


def _waiting(threads: list[threading.Thread], deadline: float) -> int:
    """How many of the threads have not ended at the deadline."""
    for thread in threads:
        thread.join(max(0, deadline - time.monotonic()))
    return sum(thread.is_alive() for thread in threads)
