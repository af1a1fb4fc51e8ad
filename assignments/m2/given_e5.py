"""Given for m2.e5: the exception, the yardsticks of the races, and what the tests drive your code with."""

import itertools
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


class _Finishing:
    """A function that notes when each item begins and ends. The thread that comes first is slow, at every fourth item.

    It then waits until others have begun 40 more, or for a second.
    """

    def __init__(self) -> None:
        self._moved = threading.Condition()
        self._slow, self._others, self._now = 0, 0, 0
        self.began: dict[int, list[tuple[int, int]]] = {}
        """For every thread, when it began which item."""
        self.ended: dict[int, int] = {}

    def __call__(self, x: int) -> int:
        me = threading.get_ident()
        with self._moved:
            self._slow = self._slow or me
            mine = self.began.setdefault(me, [])
            mine.append((self._tick(), x))
            self._others += me != self._slow
            self._moved.notify_all()
            if me == self._slow and len(mine) % 4 == 2:
                enough = self._others + 40
                self._moved.wait_for(lambda: self._others >= enough, 1 if len(mine) < 12 else 0)
            self.ended[x] = self._tick()
        return x

    def _tick(self) -> int:
        self._now += 1
        return self._now


def out_of_turn(run: Callable[..., Any], workers: int) -> str:
    """Whether 400 unordered results are as they were finished: what is wrong with them, or ""."""
    f = _Finishing()
    came = run(f, range(400), workers, ordered=False)
    if sorted(came) != list(range(400)):
        return "some results are missing, or there twice"
    place = {x: at for at, x in enumerate(came)}
    # An item is surely done with when its thread begins another one; all that end later come behind it.
    done = sorted((moment, x) for each in f.began.values() for (_, x), (moment, _) in itertools.pairwise(each))
    last, at = -1, 0
    for y in sorted(f.ended, key=f.ended.__getitem__):
        while at < len(done) and done[at][0] < f.ended[y]:
            last = max(last, place[done[at][1]])
            at += 1
        if place[y] < last:
            return f"item {came[last]} was finished before item {y}, but its result stands behind it"
    return ""


def same_error(run: Callable[..., Any], count: int) -> list[str]:
    """The errors that did not come out of run as f raised them, for one item of so many, on two workers."""
    wrong = []
    for error in (Closed(), IndexError(), StopIteration(), queue.Empty(), TimeoutError(), RuntimeError(), SystemExit(3)):

        def f(x: int, error: BaseException = error) -> int:
            if x == 1:
                raise error
            return x

        try:
            run(f, range(count), 2)
        except BaseException as raised:
            if raised is not error:
                wrong.append(f"{error!r} became {raised!r}")
        else:
            wrong.append(f"{error!r} was lost")
    return wrong


def counted(run: Callable[..., Any], count: int, workers: int) -> list[int]:
    """What comes for the same item over and over, where f says how often it was called before; sorted."""
    calls = itertools.count()
    return sorted(run(lambda x: next(calls), [None] * count, workers))


def numbers(count: int) -> Iterator[int]:
    """0 … count - 1 as an iterator without a length."""
    yield from range(count)


class _Equal:
    """Says that it is equal to whatever it is compared with."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = object.__hash__


class _Incomparable:
    """Cannot be compared, and is neither true nor false."""

    def __eq__(self, other: object) -> bool:
        raise ValueError("do not compare what you hand on")

    def __bool__(self) -> bool:
        raise ValueError("do not ask whether what you hand on is true")


ODD = [
    *(None, False, 0, "", ValueError("a thing like any other"), StopIteration(), Closed(), Closed, (), None),
    *(np.arange(3), _Equal(), _Incomparable(), Ellipsis, NotImplemented, float("nan")),
]
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


def odd_through_workers(run: Callable[..., Any], times: int, ordered: bool) -> bool:
    """Whether the odd things, so many times over, come out as they went in where f returns what it gets."""
    came = [id(thing) for thing in run(lambda thing: thing, ODD * times, 2, ordered)]
    want = [id(thing) for thing in ODD * times]
    return came == want if ordered else sorted(came) == sorted(want)


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
