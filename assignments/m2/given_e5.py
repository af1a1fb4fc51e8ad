"""Given for m2.e5: the exception, the yardsticks of the races, and what the tests drive your code with."""

import queue
import random
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
from given_watch import Crowd as Crowd
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


class HeldUp:
    """A function of 0, 1, 2 … that ends for item 0 when it has ended for `others` of the others, or after two seconds."""

    def __init__(self, others: int) -> None:
        self._others, self._lock, self._enough = others, threading.Lock(), threading.Event()
        self._done = 0
        self.in_time = True

    def __call__(self, x: int) -> int:
        if x == 0:
            self.in_time = self._enough.wait(2)
        else:
            with self._lock:
                self._done += 1
                if self._done >= self._others:
                    self._enough.set()
        return x


class _Breaking:
    """Item 0 fails when two threads are at other items; those end a while later. `begun_after` counts what is begun then."""

    def __init__(self) -> None:
        self._lock, self._met, self._failed = threading.Lock(), threading.Event(), threading.Event()
        self.begun_after = 0
        self.inside = 0

    def __call__(self, x: int) -> int:
        if x == 0:
            self._met.wait(1)
            self._failed.set()
            raise KeyError("no item 0")
        with self._lock:
            self.inside += 1
            self.begun_after += self._failed.is_set()
            if self.inside == 2:
                self._met.set()
        if self._failed.is_set():
            time.sleep(5e-3)
        else:
            self._failed.wait(1)
            time.sleep(0.1)
        with self._lock:
            self.inside -= 1
        return x


def broken(run: Callable[..., Any]) -> dict[str, Any]:
    """3 workers, 1000 items, an error at item 0: what is raised, how many items are then still under way, how many were
    begun after the error."""
    f = _Breaking()
    try:
        run(f, range(1000), 3)
    except Exception as error:
        return {"raised": repr(error), "inside": f.inside, "begun_after": f.begun_after}
    return {"raised": "nothing", "inside": f.inside, "begun_after": f.begun_after}


def numbers(count: int) -> Iterator[int]:
    """0 … count - 1 as an iterator without a length."""
    yield from range(count)


ODD = [None, False, 0, "", ValueError("a thing like any other"), StopIteration(), (), None]
"""Things that could be taken for nothing, for the end or for a mistake."""


def odd_through_channel(make: Callable[..., Any], policy: str) -> bool:
    """Whether the odd things come out of a channel as they went in, by get and by iteration."""
    one, other = make(len(ODD), policy), make(len(ODD), policy)
    for thing in ODD:
        one.put(thing)
        other.put(thing)
    other.close()
    came = [one.get() for _ in ODD] + list(other)
    return len(came) == 2 * len(ODD) and all(thing is odd for thing, odd in zip(came, ODD + ODD, strict=True))


def odd_things(run: Callable[..., Any], ordered: bool) -> list[str]:
    """The odd things, as items and as answers, as they are written in Python."""
    answers = [repr(thing) for thing in run(lambda thing: thing, ODD, 2, ordered)]
    return answers if ordered else sorted(answers)


def changed_between(run: Callable[..., Any], items: list[int], workers: int) -> tuple[Any, Any]:
    """The answers for the same list, before and after its first item has become 9."""
    before = run(tiny, items, workers)
    items[0] = 9
    return before, run(tiny, items, workers)


def stop_at_two(x: int) -> int:
    if x == 2:
        raise StopIteration
    return x


def always_late(make: Callable[..., Any], what: str) -> bool:
    """Whether a put, or get, with a time-out ends in spite of being woken again and again when somebody else was faster.

    While this thread takes an item and puts one it keeps the GIL, so that whoever is woken comes too late.
    """
    channel, timeout, ended = make(1), 0.3, threading.Event()
    if what == "put":
        channel.put("in the way")

    def wait() -> None:
        try:
            channel.put("late", timeout) if what == "put" else channel.get(timeout)
        except TimeoutError:
            pass
        finally:
            ended.set()

    before = sys.getswitchinterval()
    waiting = _begin(wait)
    try:
        deadline = time.monotonic() + 10 * timeout
        while not ended.wait(timeout / 5) and time.monotonic() < deadline:
            sys.setswitchinterval(5)
            try:
                if what == "put":
                    channel.get(0)
                    channel.put("again in the way", 0)
                else:
                    channel.put("gone at once", 0)
                    channel.get(0)
            except TimeoutError:
                pass  # whoever waited was faster
            sys.setswitchinterval(before)
        return ended.is_set()
    finally:
        sys.setswitchinterval(before)
        channel.close()
        waiting.join(10)


def drain(channel: Any) -> list[Any]:
    """Everything that comes out of the channel until it is closed."""
    return list(channel)


def threads(want: int = 1 << 30) -> int:
    """How many threads there are, once there are no more than wanted, or after half a second."""
    deadline = time.monotonic() + 0.5
    while threading.active_count() > want and time.monotonic() < deadline:
        time.sleep(0.01)
    return threading.active_count()


def hammer(
    make: Callable[..., Any], capacity: int, producers: int, consumers: int, each: int, repeat: int, policy: str = "block"
) -> list[dict]:
    """Sends `each` items per producer through a fresh channel, `repeat` times, with threads that change all the time.

    Item number i of producer p is p * each + i. Says what every consumer received, how many were dropped, what was raised,
    and how many threads were still waiting after two seconds; it ends with the first repetition in which something went wrong.
    """
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    threading.settrace(_interrupting(make.__module__))
    try:
        logs: list[dict] = []
        while len(logs) < repeat and not (logs and (logs[-1]["stuck"] or logs[-1]["raised"])):
            logs.append(_hammer_once(make(capacity, policy), producers, consumers, each))
        return logs
    finally:
        threading.settrace(None)  # type: ignore[arg-type]
        sys.setswitchinterval(before)


def _interrupting(module: str) -> Callable[..., Any]:
    """Has threads that are started make room for others between two lines of that module's, every now and then."""
    chance = random.Random(5)

    def between(frame: Any, event: str, arg: Any) -> Any:
        if event == "line" and chance.random() < 0.1:
            time.sleep(0)
        return between

    return lambda frame, event, arg: between if frame.f_globals.get("__name__") == module else None


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
    return {"received": [list(items) for items in received], "dropped": channel.dropped, "raised": raised, "stuck": stuck}


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
