"""Given for m2.e5: the exception, the yardsticks of the races, and what the tests drive your code with."""

import asyncio
import collections
import concurrent.futures
import itertools
import queue
import random
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
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
    """A function of 0, 1, 2 … that ends for item `at` when it has ended for `others` of the others, or after two seconds."""

    def __init__(self, others: int, at: int = 0) -> None:
        self._others, self._lock, self._enough = others, threading.Lock(), threading.Event()
        self._at, self._done = at, 0
        self.in_time = True

    def __call__(self, x: int) -> int:
        if x == self._at:
            self.in_time = self._enough.wait(2)
        else:
            with self._lock:
                self._done += 1
                if self._done >= self._others:
                    self._enough.set()
        return x


class _Breaking:
    """Item 0 fails when two threads are at other items; those end a while later. `begun_after` counts what is begun then."""

    def __init__(self, error: BaseException) -> None:
        self._lock, self._met, self._failed = threading.Lock(), threading.Event(), threading.Event()
        self._error, self.begun_after = error, 0
        self.inside = 0

    def __call__(self, x: int) -> int:
        if x == 0:
            self._met.wait(1)
            self._failed.set()
            raise self._error
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


def broken(run: Callable[..., Any]) -> str:
    """3 workers, 1000 items, an error at item 0: what goes wrong then, or ""; for several errors, side by side."""
    kinds = KeyError, SystemExit, asyncio.CancelledError, _OwnError
    with concurrent.futures.ThreadPoolExecutor(len(kinds)) as pool:
        return next(filter(None, pool.map(lambda kind: _broken_by(run, kind), kinds)), "")


def _broken_by(run: Callable[..., Any], kind: Callable[[], BaseException]) -> str:
    """On a busy machine it takes a while until the error is known, so there are three tries."""
    fewest = 1000
    for _ in range(3):
        f, raised = _Breaking(kind()), None
        try:
            run(f, range(1000), 3)
        except BaseException as error:
            raised = error
        if f.inside:
            return f"{f.inside} items were still under way when {raised!r} was raised"
        fewest = min(fewest, f.begun_after)
        if fewest <= 12:
            return ""
    return f"{fewest} items or more were begun after item 0 had raised {kind()!r}"


class _Finishing:
    """A function that notes when each item begins and ends. The thread that comes first is slow, at every fourth item.

    It then waits until others have begun 40 more, or begin none any longer.
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
                self._let_others_begin(40 if len(mine) < 12 else 0)
            self.ended[x] = self._tick()
        return x

    def _let_others_begin(self, count: int) -> None:
        enough = self._others + count
        while (before := self._others) < enough:
            if not self._moved.wait_for(lambda before=before: self._others > before, 0.1 if before else 1):
                break

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
    channel, timeout, ended = make(1), 0.15, threading.Event()
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
        deadline = time.monotonic() + 20 * timeout
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


def drained_slowly(make: Callable[..., Any]) -> list[Any]:
    """What comes by iteration out of a channel into which somebody puts 1, and 2 a while later."""
    channel, came = make(1), []
    iterating = _begin(lambda: came.append(list(channel)))
    for x in (1, 2):
        channel.put(x)
        time.sleep(0.3)
    channel.close()
    iterating.join()
    return came


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


class _Did:
    """One call of a method of a channel: what it was, between which ticks it lay, and what came of it."""

    def __init__(self, what: str, x: Any = None, timeout: float | None = None) -> None:
        self.what, self.x, self.timeout = what, x, timeout
        self.began, self.ended = 0, 1 << 60
        self.came: Any = None
        self.too_soon = False

    def __str__(self) -> str:
        x = [str(self.x)] if self.what == "put" else []
        timeout = [] if self.timeout is None else [f"timeout={self.timeout}"]
        came = ("waits", None) if self.is_waiting() else self.came
        return f"{self.what}({', '.join(x + timeout)})" + {"done": "", "item": f" → {came[1]}"}.get(came[0], f" → {came[0]}")

    def is_waiting(self) -> bool:
        return self.came is None

    def do(self, channel: Any, ticks: Iterator[int]) -> None:
        self.began, start = next(ticks), time.monotonic()
        try:
            if self.what == "put":
                channel.put(self.x, timeout=self.timeout)
                came: tuple[str, Any] = ("done", None)
            elif self.what == "get":
                came = ("item", channel.get(timeout=self.timeout))
            elif self.what == "next":
                came = ("item", next(iter(channel)))
            else:
                channel.close()
                came = ("done", None)
        except BaseException as error:
            name = type(error).__name__
            came = ("Closed" if self.what == "next" and name == "StopIteration" else name, None)
        self.too_soon = came[0] == "TimeoutError" and time.monotonic() - start < 0.9 * (self.timeout or 0)
        self.ended, self.came = next(ticks), came


_State = tuple[tuple[int, ...], bool, int]
"""What is in a channel, whether it is closed, how many items it has dropped."""


def _then(did: _Did, state: _State, capacity: int, policy: str) -> tuple[str, Any, _State] | None:
    """What comes of the call in a channel of that state, and the state behind it; None: it waits."""
    items, closed, dropped = state
    if did.what == "close":
        return "done", None, (items, True, dropped)
    if did.what != "put":
        if items:
            return "item", items[0], (items[1:], closed, dropped)
        return ("Closed", None, state) if closed else None
    if closed:
        return "Closed", None, state
    if len(items) < capacity:
        return "done", None, ((*items, did.x), closed, dropped)
    if policy == "drop_new":
        return "done", None, (items, closed, dropped + 1)
    if policy == "drop_old":
        return "done", None, ((*items[1:], did.x), closed, dropped + 1)
    return None


def _ends(made: list[_Did], capacity: int, policy: str) -> set[_State]:
    """The states in which a channel can be after these calls: in any order in which none comes before one that had ended when
    it began, and in which each answers as it did."""
    first: tuple[frozenset[int], _State] = (frozenset(range(len(made))), ((), False, 0))
    waiting, seen, found = [first], {first}, set()
    while waiting:
        left, state = waiting.pop()
        if not left:
            found.add(state)
        soonest = min((made[number].ended for number in left), default=0)
        for number in left:
            did = made[number]
            then = _then(did, state, capacity, policy) if did.began < soonest else ("", None, state)
            if then is None and did.came[0] == "TimeoutError" and did.timeout is not None and did.timeout < 1:
                then = ("TimeoutError", None, state)
            if then is not None and then[:2] == did.came and (left - {number}, then[2]) not in seen:
                seen.add((left - {number}, then[2]))
                waiting.append((left - {number}, then[2]))
    return found


def _in_time(is_so: Callable[[], bool]) -> bool:
    """Whether that comes true after a while, which is long where the processors are taken: a second and a half at least."""
    for pause in range(1000):
        if is_so():
            return True
        time.sleep(min(1e-4 * (pause + 1), 2e-3))
    return is_so()


_Round = tuple[list[tuple[str, float | None]], bool, list[str]]
"""Who waits, for how long; whether those whose time is over find out only when the rest has happened; what this thread does
before anybody else can go on."""


@dataclass(frozen=True)
class _Plan:
    capacity: int
    policy: str
    is_full: bool
    rounds: list[_Round]


def _known_plans() -> Iterator[_Plan]:
    """What goes wrong in channels that look right."""
    for_ever, soon = None, 0.005
    for capacity in (1, 2):
        for what, use, back in (("get", "put", "get"), ("next", "put", "get"), ("put", "get", "put")):
            waiters: tuple[list[float | None], ...] = ([for_ever], [60, soon], [soon, for_ever], [for_ever, for_ever, 60])
            for patience in waiters if what != "next" else ([for_ever], [for_ever, for_ever]):
                waiting = [(what, timeout) for timeout in patience]
                for deeds in ([use], [use, back], [use, use], [use, "close", "get"], ["close"], [use, back, use]):
                    yield _Plan(capacity, "block", what == "put", [(waiting, soon in patience, deeds)])


def _plan_at_random(chance: random.Random) -> _Plan:
    """Most of the time all who wait want the same, and what happens then is of use to them, or is not."""
    capacity, policy = chance.choice((1, 1, 2)), chance.choice(("block", "drop_new", "drop_old"))
    waits = chance.choice((("put",), ("get", "next"), ("put", "get", "next")))
    comes = chance.choice((("put", "get"), ("put", "get", "get", "close"), ("put", "put", "get"), ("close",)))
    rounds = []
    for _ in range(2):
        waiting = [(chance.choice(waits), chance.choice((None, 60, 0.005))) for _ in range(chance.randrange(4))]
        rounds.append((waiting, chance.random() < 0.5, [chance.choice(comes) for _ in range(chance.randrange(5))]))
    return _Plan(capacity, policy, chance.random() < 0.5, rounds)


class _Schedule:
    """Calls of this thread and of some that wait; this one makes several before anybody else can go on."""

    def __init__(self, make: Callable[..., Any], plan: _Plan) -> None:
        self._plan, self._ticks, self._numbers = plan, itertools.count(), itertools.count(1)
        self._channel = make(plan.capacity, plan.policy)
        self.made: list[_Did] = []

    def play(self, iterates: bool) -> str:
        """What was wrong, or ""."""
        for _ in range(self._plan.capacity if self._plan.is_full else 0):
            self._do("put", 0)
        if iterates and self.made:
            asked = iter(self._channel)  # somebody who iterates, and does something else before the next item
            self.made.append(did := _Did("next"))
            did.began, did.came, did.ended = next(self._ticks), ("item", next(asked)), next(self._ticks)
        wrong = ""
        for each in self._plan.rounds:
            wrong = wrong or self._round(*each)
        self._do("close", None)
        if wrong or not _in_time(lambda: not any(did.is_waiting() for did in self.made)):
            return wrong or self._told("somebody waits for ever")
        while self._do("get", 0).came[0] == "item":
            pass
        states = {dropped for _, _, dropped in self._states()}
        if any(did.too_soon for did in self.made):
            return self._told("TimeoutError before the time was over")
        if not states:
            return self._told("in no order would a channel answer so")
        return "" if self._channel.dropped in states else self._told(f"dropped is {self._channel.dropped}")

    def _round(self, waiting: list[tuple[str, float | None]], late: bool, deeds: list[str]) -> str:
        soon = 0.0
        for what, timeout in waiting:
            timeout = None if what == "next" else timeout
            soon = max(soon, timeout if timeout is not None and timeout < 1 else 0)
            self.made.append(did := _Did(what, next(self._numbers), timeout))
            _begin(did.do, self._channel, self._ticks)
        time.sleep(2e-3)  # most wait now
        before = sys.getswitchinterval()
        sys.setswitchinterval(5)
        try:
            deadline = time.monotonic() + (1.5 * soon if late else 0)
            while time.monotonic() < deadline:
                pass
            for what in deeds:
                self._do(what, None if what == "close" else 0)
        finally:
            sys.setswitchinterval(before)
        if _in_time(lambda: self._is_settled()):
            return ""
        return self._told("somebody waits who should not, or in no order would a channel answer so")

    def _states(self) -> set[_State]:
        ended = [did for did in self.made if not did.is_waiting()]
        return _ends(ended, self._plan.capacity, self._plan.policy)

    def _is_settled(self) -> bool:
        """Whether everybody who waits should, if the channel is as it may be."""
        waiting = [did for did in self.made if did.is_waiting()]
        return any(
            all(_then(did, state, self._plan.capacity, self._plan.policy) is None for did in waiting)
            for state in self._states()
        )

    def _do(self, what: str, timeout: float | None) -> _Did:
        self.made.append(did := _Did(what, next(self._numbers), timeout))
        did.do(self._channel, self._ticks)
        return did

    def _told(self, wrong: str) -> str:
        calls = "; ".join(str(did) for did in self.made)
        return f"capacity {self._plan.capacity}, {self._plan.policy}: {wrong}: {calls}"


def against_a_model(make: Callable[..., Any], count: int) -> str:
    """What was wrong in one of so many schedules at random, each of a few calls; 0 stands for those known to be hard. Or ""."""
    chance = random.Random(5)
    plans = [(plan, False) for plan in _known_plans()] if count == 0 else []
    plans += [(_plan_at_random(chance), number % 3 == 0) for number in range(count)]
    return next((wrong for plan, iterates in plans if (wrong := _Schedule(make, plan).play(iterates))), "")


class _Falsy(Exception):
    """Neither true nor of any length."""

    def __len__(self) -> int:
        return 0


class _OwnError(BaseException):
    """Not an Exception."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = BaseException.__hash__


ERRORS: tuple[Callable[[], BaseException], ...] = (
    *(Closed, IndexError, KeyError, StopIteration, StopAsyncIteration, queue.Empty, TimeoutError, RuntimeError, _Falsy),
    *(asyncio.CancelledError, concurrent.futures.CancelledError, KeyboardInterrupt, GeneratorExit, SystemExit, _OwnError),
)
"""What a function may raise."""


def same_error(run: Callable[..., Any], count: int, workers: int) -> str:
    """An error that did not come out of run as f raised it, for one item of so many; or a call behind it that went wrong."""
    for number, kind in enumerate(ERRORS):
        ordered, at, error = number % 2 == 0, (1, count - 1, 0)[number % 3] % count, kind()
        how = f"{kind.__name__} at item {at} of {count}, workers={workers}, ordered={ordered}"

        def f(x: int, at: int = at, error: BaseException = error) -> int:
            if x == at:
                raise error
            return x

        try:
            run(f, range(count), workers, ordered)
        except BaseException as raised:
            if raised is not error:
                return f"{how}: became {raised!r}"
        else:
            return f"{how}: was lost"
        if sorted(run(abs, range(count), workers, ordered)) != list(range(count)):
            return f"{how}: the next call gives another answer than it should"
    return ""


def _names_of(things: Iterable[Any]) -> list[str]:
    return [repr(thing) for thing in things]


def wrong_items(run: Callable[..., Any]) -> str:
    """The kind of items whose results are not as they should be, or ""."""
    kinds: tuple[Callable[[], Iterable[Any]], ...] = (
        *(lambda: np.arange(5), lambda: np.zeros((2, 3)), lambda: {3: 1, 1: 2}, lambda: {5, 1, 7}, lambda: "", lambda: "abc"),
        *(lambda: iter([1, 2]), lambda: map(abs, [-1, -2, -3]), lambda: collections.deque([1]), lambda: range(40)),
    )
    for make in kinds:
        if run(repr, make(), 2) != _names_of(make()):
            return f"{type(make()).__name__}: {_names_of(make())}"
    return ""


def within_itself(run: Callable[..., Any]) -> list[Any]:
    """What comes when f itself calls run: for 0, 1, 2 and 3, the squares of the numbers before it."""
    return [*run(lambda x: run(lambda y: y * y, range(x), 2), range(4), 2)]


def left_alive(run: Callable[..., Any], fails: bool, ordered: bool) -> int:
    """How many threads that f was called in still lived when run had ended. Some of them take longer to end than others."""
    alive: set[threading.Thread] = set()
    delays = iter((0.01, 0.03, 0.05) if ordered else (0.05, 0.03, 0.01))

    def f(x: int) -> int:
        alive.add(threading.current_thread())
        time.sleep(1e-3)
        if fails and x == 5:
            raise KeyError(x)
        return x

    def begin(frame: Any, event: str, arg: Any) -> Any:
        is_outermost = frame.f_back is not None and frame.f_back.f_code.co_name == "_bootstrap_inner"
        if not is_outermost:
            return None
        delay = next(delays, 0.01)

        def slow(frame: Any, event: str, arg: Any) -> Any:
            if event == "return":
                time.sleep(delay)
            return slow

        return slow

    threading.settrace(begin)
    try:
        run(f, range(30), 3, ordered)
    except KeyError:
        pass
    finally:
        threading.settrace(None)  # type: ignore[arg-type]
    return sum(thread.is_alive() for thread in alive - {threading.current_thread()})
