"""Given for m2.e8: accounts, stages, the yardstick of the race, and what the tests drive your code with."""

import asyncio
import itertools
import queue
import random
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np
from given_work import mix

# For the pipeline


def heavy(x: int) -> int:
    """A millisecond or two of work for a core; other threads can run meanwhile."""
    return int(mix(np.uint64(x), 1_000_000)) & 0xFFFFFFFF


def through_two_heavy_stages(make: Callable[..., Any], items: list[int]) -> list[int]:
    """What is timed in the race: make is your Pipeline."""
    return make([heavy, heavy], 16).run(items)


def one_thread(items: list[int]) -> list[int]:
    """The yardstick: the same stages without threads, one item after the other."""
    return [heavy(heavy(item)) for item in items]


class Stage:
    """A stage that adds a number, and watches how it is called.

    fails_at: the item that it raises for. It gets stuck when closed, until it is opened; at most 3 s.
    """

    def __init__(self, number: int, fails_at: int | None = None, closed: bool = False) -> None:
        self._number, self._fails_at = number, fails_at
        self._gate = threading.Event()
        if not closed:
            self._gate.set()
        self._lock = threading.Lock()
        self._inside = 0
        self.calls = 0
        self.most_at_once = 0
        self.threads: set[int] = set()

    def __call__(self, x: int) -> int:
        with self._lock:
            self.calls += 1
            self.threads.add(threading.get_ident())
            self._inside += 1
            self.most_at_once = max(self.most_at_once, self._inside)
        try:
            self._gate.wait(3)
            if x == self._fails_at:
                raise KeyError(f"no item {x}")
            time.sleep(0)
            return x + self._number
        finally:
            with self._lock:
                self._inside -= 1

    def open(self) -> None:
        self._gate.set()


class Source:
    """The items 0, 1, 2 … count - 1, and how many of them were read. It may raise at the end."""

    def __init__(self, count: int, raises: bool = False) -> None:
        self._count, self._raises = count, raises
        self.read = 0

    def __iter__(self) -> Iterator[int]:
        for item in range(self._count):
            self.read += 1
            yield item
        if self._raises:
            raise LookupError("the source has dried up")


def threads_of(stages: list[Stage]) -> tuple[list[int], int]:
    """(how many threads called each of the stages, how many there were in all)."""
    return [len(stage.threads) for stage in stages], len(set().union(*(stage.threads for stage in stages)))


def abreast(make: Callable[..., Any], count: int) -> tuple[list[int], int]:
    """(the answer for 0 … 9, how many of so many stages were at work at the same time, each on another item)."""
    barrier, met = threading.Barrier(count, timeout=2), []

    def stage(number: int, x: int) -> int:
        # The last stage has item 0, and those before it the items that follow.
        if x == count - 1 - number:
            try:
                barrier.wait()
                met.append(number)
            except threading.BrokenBarrierError:
                pass
        return x

    return make([partial(stage, number) for number in range(count)], 1).run(range(10)), len(met)


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
    *(None, False, 0, "", ValueError("a thing like any other"), SystemExit(), StopIteration(), StopIteration, (), None),
    *(np.arange(3), _Equal(), _Incomparable(), Ellipsis, NotImplemented, float("nan")),
]
"""Things that could be taken for nothing, for the end or for a mistake."""


def odd_things(make: Callable[..., Any]) -> bool:
    """Whether the odd things come out as they are; the first stage makes them from their numbers."""
    return _are_odd(make([ODD.__getitem__, lambda thing: thing], 2).run(range(len(ODD))))


def odd_items(make: Callable[..., Any]) -> bool:
    """The same, but the odd things go in."""
    return _are_odd(make([lambda thing: thing], 1).run(ODD))


def _are_odd(came: list[Any]) -> bool:
    return [id(thing) for thing in came] == [id(thing) for thing in ODD]


def same_error(make: Callable[..., Any], stages: int) -> list[str]:
    """The errors that did not come out of run as a stage raised them, from each of so many stages."""
    wrong = []
    kinds = (StopIteration, IndexError, queue.Empty, queue.Full, TimeoutError, RuntimeError, SystemExit)
    for number, kind in itertools.product(range(stages), kinds):
        error = kind()

        def stage(mine: int, x: int, at: int = number, error: BaseException = error) -> int:
            if x == 3 and mine == at:
                raise error
            return x

        try:
            make([partial(stage, mine) for mine in range(stages)], 1).run(range(8))
        except BaseException as raised:
            if raised is not error:
                wrong.append(f"{error!r} became {raised!r}")
        else:
            wrong.append(f"{error!r} was lost")
    return wrong


def stop_at_two(x: int) -> int:
    if x == 2:
        raise StopIteration
    return x


def still_at_work(make: Callable[..., Any]) -> tuple[str, bool]:
    """(what run raises when the second stage fails while the first is busy with the next item, whether that one still is)."""
    begun, busy = threading.Event(), threading.Event()

    def first(x: int) -> int:
        if x == 1:
            busy.set()
            begun.set()
            time.sleep(0.25)
            busy.clear()
        return x

    def second(x: int) -> int:
        begun.wait(1)
        raise LookupError(f"no item {x}")

    try:
        make([first, second], 2).run(range(10))
    except Exception as error:
        return repr(error), busy.is_set()
    return "nothing", busy.is_set()


def threads(want: int = 1 << 30) -> int:
    """How many threads there are, once there are no more than wanted, or after half a second."""
    deadline = time.monotonic() + 0.5
    while threading.active_count() > want and time.monotonic() < deadline:
        time.sleep(0.01)
    return threading.active_count()


# For the locks


_held = threading.local()


def _locks_held() -> int:
    """How many of these locks the current thread holds."""
    return getattr(_held, "count", 0)


class Lock:
    """threading.Lock, but bad luck is likely: after it was acquired, another thread may run first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owner = 0

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        got = self._lock.acquire(blocking, timeout)
        if got:
            self._owner = threading.get_ident()
            _held.count = _locks_held() + 1
        time.sleep(0)
        return got

    def release(self) -> None:
        self._owner = 0
        _held.count = _locks_held() - 1
        self._lock.release()

    def is_mine(self) -> bool:
        """Whether the current thread holds it."""
        return self._owner == threading.get_ident()

    def locked(self) -> bool:
        return self._lock.locked()

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *error: object) -> None:
        self.release()


class Account:
    """A balance and its lock.

    It counts how often the balance was touched by a thread without the lock, changed by one that held no other lock, so that
    the money was on the way for all to see, and overdrawn.
    """

    def __init__(self, balance: int) -> None:
        self.lock = Lock()
        self._balance = balance
        self.touched_without_lock = 0
        self.changed_with_one_lock = 0
        self.overdrawn = 0

    @property
    def balance(self) -> int:
        self.touched_without_lock += not self.lock.is_mine()
        return self._balance

    @balance.setter
    def balance(self, value: int) -> None:
        self.touched_without_lock += not self.lock.is_mine()
        self.changed_with_one_lock += _locks_held() < 2
        self.overdrawn += value < 0
        time.sleep(0)
        self._balance = value

    def audit(self) -> dict[str, int]:
        """Everything there is to know, without the lock."""
        return {
            "balance": self._balance,
            "touched_without_lock": self.touched_without_lock,
            "changed_with_one_lock": self.changed_with_one_lock,
            "overdrawn": self.overdrawn,
            "locked": int(self.lock.locked()),
        }


def twice(transfer: Callable[..., Any], balances: list[int], amount: int) -> tuple[Any, Any, list[int]]:
    """What two transfers between the same two accounts say, one after the other, and the balances then."""
    accounts = open_accounts(balances)
    return (
        transfer(accounts, 0, 1, amount),
        transfer(accounts, 0, 1, amount),
        [account.audit()["balance"] for account in accounts],
    )


def open_accounts(balances: list[int]) -> list[Account]:
    return [Account(balance) for balance in balances]


def storm(transfer: Callable[..., Any], accounts: list[Account], crowd: int, each: int, most: int, seed: int) -> dict:
    """`each` random transfers of up to `most` by every thread of a crowd that change all the time.

    Says what was raised, and how many threads were still waiting when no transfer had come to its end for three seconds.
    """
    raised: list[str] = []
    ended = [0] * crowd

    def work(number: int) -> None:
        chance = random.Random(seed + number)
        try:
            for _ in range(each):
                a, b = chance.sample(range(len(accounts)), 2)
                transfer(accounts, a, b, chance.randint(1, most))
                ended[number] += 1
        except Exception as error:
            raised.append(f"{type(error).__name__}: {error}")

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        threads = [threading.Thread(target=work, args=(number,), daemon=True) for number in range(crowd)]
        for thread in threads:
            thread.start()
        so_far, deadline = 0, time.monotonic() + 3
        while (alive := [thread for thread in threads if thread.is_alive()]) and time.monotonic() < deadline:
            alive[0].join(0.05)
            if sum(ended) > so_far:
                so_far, deadline = sum(ended), time.monotonic() + 3
        return {"raised": raised, "stuck": len(alive)}
    finally:
        sys.setswitchinterval(before)


# What the hidden tests drive your code with
class Odd(Exception):
    """An error that is neither true nor false, and cannot be compared."""

    def __eq__(self, other: object) -> bool:
        raise ValueError("do not compare what you hand on")

    __hash__ = Exception.__hash__

    def __bool__(self) -> bool:
        raise ValueError("do not ask whether what you hand on is true")


class Empty(Exception):
    """An error that counts as false."""

    def __len__(self) -> int:
        return 0


class Own(BaseException):
    """No Exception, and nothing that Python knows."""


ERRORS: list[Callable[[], BaseException]] = [
    *(StopIteration, StopAsyncIteration, GeneratorExit, KeyboardInterrupt, SystemExit, Own, Odd, Empty, TimeoutError),
    *(queue.Empty, queue.Full, asyncio.CancelledError, threading.BrokenBarrierError, NotImplementedError, AttributeError),
    lambda: BaseExceptionGroup("several", [KeyboardInterrupt()]),
]


class Items:
    """The numbers 0, 1, 2 … count - 1. It may raise at one of them, or when somebody begins to read (at -1)."""

    def __init__(self, run: "Run", count: int, fails_at: int | None) -> None:
        self._run, self._count, self._fails_at = run, count, fails_at
        self.read = 0

    def __iter__(self) -> Iterator[int]:
        if self._fails_at == -1:
            self._run.fail(source=True)
        return self

    def __next__(self) -> int:
        if self._fails_at == self.read:
            self._run.fail(source=True)
        if self.read == self._count:
            raise StopIteration
        self.read += 1
        return self.read - 1


class Run:
    """One run of a random pipeline, and what is wrong with it."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self.stages, self.capacity, self.count = chance.randint(1, 4), chance.randint(1, 3), chance.randint(0, 10)
        where = chance.choice(("nowhere", "stage", "stage", "two stages", "source"))
        places = {"stage": 1, "two stages": 2}.get(where, 0)
        self._fails_at = {chance.randrange(self.stages): chance.randrange(self.count + 1) for _ in range(places)}
        fails_at = chance.choice((-1, chance.randint(0, self.count)))
        self._source = Items(self, self.count, fails_at if where == "source" else None)
        self.errors: list[BaseException] = []
        self.wrong = ""
        self._seen = [0] * self.stages
        self._inside = [0] * self.stages
        self._threads: list[set[threading.Thread]] = [set() for _ in range(self.stages)]
        self._failed = [False] * self.stages

    def fail(self, source: bool = False) -> None:
        make = self._chance.choice(ERRORS)
        error = Own() if source and make is StopIteration else make()
        self.errors.append(error)
        raise error

    def stage(self, number: int) -> Callable[[Any], Any]:
        def work(item: Any) -> Any:
            self._inside[number] += 1
            self._threads[number].add(threading.current_thread())
            if self._inside[number] > 1:
                self.wrong = f"stage {number} had two items at a time"
            if self._failed[number]:
                self.wrong = f"stage {number} got another item after it had raised"
            place = self._seen[number]
            if item != (place, *range(number)) and not self.errors:
                self.wrong = f"stage {number} got {item!r} as its item {place}"
            self._seen[number] += 1
            time.sleep(self._chance.choice((0, 0, 0, 1e-4)))
            try:
                if self._fails_at.get(number) == place:
                    self._failed[number] = True
                    self.fail()
                return (*item, number)
            finally:
                self._inside[number] -= 1

        return work

    def go(self, make: Callable[..., Any]) -> str:
        before = set(threading.enumerate())
        stages = [self.stage(number) for number in range(self.stages)]
        # The first stage gets numbers, all others what the one before them returns.
        first = stages[0]
        stages[0] = lambda item: first((item,))
        raised: BaseException | None = None
        answer: Any = None
        try:
            pipeline = make(stages=stages, capacity=self.capacity)
            answer = pipeline.run(items=self._source)
        except BaseException as error:
            raised = error
        after = [thread for thread in threading.enumerate() if not isinstance(thread, threading._DummyThread)]
        case = f"{self.stages} stages, capacity {self.capacity}, {self.count} items"
        if left := [thread for thread in after if thread not in before and thread.is_alive()]:
            return f"{case}: {len(left)} threads were still there when it ended"
        if any(self._inside):
            return f"{case}: it ended while a stage was still at work"
        if self.wrong:
            return f"{case}: {self.wrong}"
        if self.errors or raised is not None:
            if not any(raised is error for error in self.errors):
                return f"{case}: {self.errors[:1]!r} was raised inside, but run raised {raised!r}"
            return self._again(pipeline)
        if answer != [(item, *range(self.stages)) for item in range(self.count)]:
            return f"{case}: it returned {answer!r}"
        threads = [thread for each in self._threads for thread in each if not isinstance(thread, threading._DummyThread)]
        if len(threads) != len(set(threads)) or any(len(each) > 1 for each in self._threads):
            return f"{case}: not every stage had a thread of its own"
        return self._again(pipeline)

    def _again(self, pipeline: Any) -> str:
        """What is wrong with another run of the same pipeline, in which nothing fails."""
        self._seen, self._fails_at, self._failed = [0] * self.stages, {}, [False] * self.stages
        try:
            answer = pipeline.run(range(3))
        except BaseException as error:
            return f"the next run, after {self.errors[:1]!r} in this one, raised {error!r}"
        want = [(item, *range(self.stages)) for item in range(3)]
        return "" if answer == want and not self.wrong else f"the next run returned {answer!r} instead of {want!r}"


def pipelines_by_chance(make: Callable[..., Any], seed: int, times: int) -> str:
    """What is wrong with Pipeline in so many random cases; the first of them, or nothing."""
    chance = random.Random(seed)
    for _ in range(times):
        if wrong := Run(chance).go(make):
            return wrong
    return ""


def room(make: Callable[..., Any], stages: int, stuck: int, capacity: int) -> list[int]:
    """How many items wait before each stage up to the stuck one, those included that are in the hand of who passes them on."""
    gate, begun, passed = threading.Event(), [0] * stages, [0] * (stages + 1)

    def stage(number: int) -> Callable[[int], int]:
        def work(item: int) -> int:
            begun[number] += 1
            if number == stuck:
                gate.wait()
            passed[number + 1] += 1
            return item

        return work

    def items() -> Iterator[int]:
        for item in range(100):
            passed[0] += 1
            yield item

    def waiting() -> list[int]:
        return [passed[number] - begun[number] for number in range(stuck + 1)]

    pipeline = make([stage(number) for number in range(stages)], capacity)
    running = threading.Thread(target=lambda: pipeline.run(items()), daemon=True)
    running.start()
    # On a busy machine who took an item may not have passed it to its stage yet: too many are too many only if they stay.
    quiet, deadline = time.monotonic(), time.monotonic() + 3
    then = waiting()
    while time.monotonic() < deadline and (time.monotonic() < quiet + 0.15 or max(then) > capacity + 1):
        time.sleep(0.01)
        if then != (now := waiting()):
            quiet, then = time.monotonic(), now
    gate.set()
    running.join()
    return then


def read_after_error(make: Callable[..., Any], stages: int, at: int) -> int:
    """How many items are read after a stage has raised, where reading takes a while then: the fewest of three tries.

    Two are few enough.
    """
    fewest = 100
    for _ in range(3):
        fewest = min(fewest, _read_after_error(make, stages, at))
        if fewest <= 2:
            break
    return fewest


def _read_after_error(make: Callable[..., Any], stages: int, at: int) -> int:
    raised, after = threading.Event(), []

    def failing(item: int) -> int:
        raised.set()
        raise LookupError("no such item")

    def items() -> Iterator[int]:
        for item in range(100):
            if raised.is_set():
                after.append(item)
                time.sleep(0.1 if len(after) < 5 else 0)
            yield item

    try:
        make([failing if number == at else lambda item: item for number in range(stages)], 1).run(items())
    except LookupError:
        pass
    return len(after)


def others_wait(transfer: Callable[..., Any], accounts: list[Any], chance: int) -> str:
    """Whether transfers between others wait while some wait for a lock that is held: between whom, or nothing."""
    order = random.Random(chance)
    for _ in range(4):
        a, b, *others = order.sample(range(len(accounts)), len(accounts))
        held = order.choice((a, b))
        with accounts[held].lock:
            waiting = [
                threading.Thread(target=transfer, args=(accounts, *ends, 0), daemon=True) for ends in [(a, b), (b, a)] * 8
            ]
            for thread in waiting:
                thread.start()
            waiting[0].join(0.05)
            got_on: list[tuple[int, int]] = []
            pairs = [(one, other) for one in others for other in others]
            order.shuffle(pairs)

            def work(pairs: list[tuple[int, int]] = pairs[:40], got_on: list[tuple[int, int]] = got_on) -> None:
                for one, other in pairs:
                    transfer(accounts, one, other, 0)
                    got_on.append((one, other))

            elsewhere = threading.Thread(target=work, daemon=True)
            elsewhere.start()
            before = -1
            while elsewhere.is_alive() and len(got_on) > before:
                before = len(got_on)
                elsewhere.join(3)
            if elsewhere.is_alive():
                one, other = pairs[len(got_on)]
                return (
                    f"a transfer from {one} to {other} waits for those between {a} and {b}, which wait for the lock of {held}"
                )
        for thread in waiting:
            thread.join()
    return ""
