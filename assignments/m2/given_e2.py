"""Given for m2.e2: work to share, ItemError, what starting workers costs, and the yardsticks of the races."""

import multiprocessing
import os
import queue
import random
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path
from pickle import PicklingError
from typing import Any

import numpy as np
from given_watch import Crowd as Crowd
from given_watch import watched as watched
from numba import njit

START_THREADS = 0.0004
"""Seconds it takes to start two threads and to wait for their end."""
START_PROCESSES = 0.04
"""The same for two processes that are copies of this one (Linux); on other systems it takes a second or two."""


class ItemError(Exception):
    """f failed on one item: `raise ItemError(index) from error` says on which, and why."""

    def __str__(self) -> str:
        return f"item {self.args[0] if self.args else '?'} failed because of {self.__cause__!r}"


def darts(job: tuple[int, int]) -> int:
    """Throws darts at a square, job = (seed, how many); returns how many hit the quarter circle in it."""
    seed, throws = job
    hits = 0
    for _ in range(throws):
        x = seed = (seed * 1103515245 + 12345) % 2147483648
        y = seed = (seed * 1103515245 + 12345) % 2147483648
        if x * x + y * y < 2147483648 * 2147483648:
            hits += 1
    return hits


_compiled = njit(nogil=True)(darts)


def one_thread(jobs: list[tuple[int, int]], workers: int) -> list[int]:
    """Yardstick of the race of threads: compiled, one job after another."""
    return [_compiled(job) for job in jobs]


def one_process(jobs: list[tuple[int, int]], workers: int) -> list[int]:
    """Yardstick of the race of processes: Python, one job after another."""
    return [darts(job) for job in jobs]


_pools: dict[int, ProcessPoolExecutor] = {}


def warm_pool(workers: int) -> ProcessPoolExecutor:
    """A pool of so many processes, started at the first use and then kept."""
    if workers not in _pools:
        _pools[workers] = ProcessPoolExecutor(workers)
    return _pools[workers]


def with_warm_pool(map_processes: Callable[..., Any], jobs: list[tuple[int, int]], workers: int) -> Any:
    """What is timed in the race of processes."""
    return map_processes(darts, jobs, workers, warm_pool(workers))


def close_pools() -> None:
    while _pools:
        _pools.popitem()[1].shutdown()


# For the tests.


def square_late(x: int) -> int:
    """x * x; even numbers take longer."""
    time.sleep(0.03 if x % 2 == 0 else 0.0)
    return x * x


def reciprocal(x: int) -> float:
    return 1 / x


def process_of(x: int) -> int:
    """The number of the process this runs in."""
    return os.getpid()


def count_to(n: int) -> Iterator[int]:
    """1 .. n as an iterator without a length."""
    yield from range(1, n + 1)


def failure(mapping: Callable[..., Any], items: list[int], *more: Any) -> str:
    """What mapping(reciprocal, items, ...) raises, as it is written in Python; "nothing" if it returns."""
    try:
        mapping(reciprocal, items, *more)
    except Exception as error:
        return repr(error)
    return "nothing"


def _meet(folder: str, guests: int, patience: float, x: int) -> tuple[int, int]:
    """(x, the process this runs in), once so many processes are there, or patience is at an end."""
    mine = Path(folder, str(os.getpid()))
    if not mine.exists():
        mine.touch()
        deadline = time.monotonic() + patience
        while len(os.listdir(folder)) < guests and time.monotonic() < deadline:
            time.sleep(2e-3)
    return x, os.getpid()


def meet_in_processes(
    map_processes: Callable[..., Any], count: int, guests: int, patience: float, *more: Any
) -> dict[str, Any]:
    """Whether the answers are right, the processes that gave them, and how many are left; each waits for so many guests."""
    with tempfile.TemporaryDirectory() as folder:
        before = set(multiprocessing.active_children())
        answers = map_processes(partial(_meet, folder, guests, patience), range(count), *more)
        left = _left(lambda child: child not in before)
    return {
        "left": left,
        "right": [x for x, _ in answers] == list(range(count)),
        "processes": sorted({process for _, process in answers}),
    }


def processes_of(pool: ProcessPoolExecutor) -> list[int]:
    """The numbers of a pool's processes, once it has begun to work."""
    pool.submit(own_process).result()
    return sorted(pool._processes)


class Contrary:
    """Equal to everything, and neither true nor false."""

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        return True

    def __bool__(self) -> bool:
        raise ValueError("neither true nor false")

    def __repr__(self) -> str:
        return "Contrary()"


ODD_THINGS = [
    *(None, False, 0, "", (), ValueError("an answer like any other"), StopIteration(), ItemError(0), ItemError),
    *((0, None), (False, LookupError()), (None, 1), {"error": 1}, np.zeros(2), Contrary(), NotImplemented, ...),
]
"""Things that could be taken for no answer, for a mistake, or for the end."""


def odd_thing(x: int) -> Any:
    return ODD_THINGS[x]


def same(x: Any) -> Any:
    return x


def odd_things(mapping: Callable[..., Any], *more: Any) -> list[tuple[str, str, str]]:
    """(thing, answer that should be it, answer for it) where the answers of mapping are odd, and the items are."""
    answers = mapping(odd_thing, range(len(ODD_THINGS)), *more), mapping(same, ODD_THINGS, *more)
    return [(repr(thing), repr(one), repr(other)) for thing, one, other in zip(ODD_THINGS, *answers, strict=True)]


def keeps_objects(map_threads: Callable[..., Any]) -> bool:
    """Whether the answers are the very objects that f returned."""
    things = [*ODD_THINGS, object(), lambda: None, (x for x in [])]
    return all(one is other for one, other in zip(map_threads(same, things, 3), things, strict=True))


def _slowly(items: list[Any]) -> Iterator[Any]:
    for item in items:
        time.sleep(2e-3)
        yield item


def many_iterables(mapping: Callable[..., Any], every: int, *more: Any) -> list[tuple[list[str], list[str]]]:
    """For one in so many of many kinds of iterables: (what there is in it, as str, what mapping(str, it, ...) says it is)."""
    kinds: list[Iterable[Any]] = [np.array([3, 1, 2]), np.array([4]), {"b": 1, "a": 2}, {5}, "ba", b"ab"]
    kinds += [[(1, 2), (3,), ()], [1, True, 1.0], [[1], [1]], [str, int]]
    found = [([str(item) for item in kind], mapping(str, kind, *more)) for kind in kinds[::every]]
    return [*found, (list("abcdef"), mapping(str, _slowly(list("abcdef")), *more))]


def stop_at_two(x: int) -> int:
    if x == 2:
        raise StopIteration
    return x


def fail_late_then_early(x: int) -> int:
    """Item 1 fails after a while, item 3 at once."""
    if x == 1:
        time.sleep(0.06)
    if x in (1, 3):
        raise LookupError(f"item {x}")
    return x


ERRORS: list[type[Exception]] = [
    *(StopIteration, ItemError, CancelledError, TimeoutError, BrokenExecutor, BrokenProcessPool, queue.Empty, IndexError),
    *(KeyError, ValueError, RuntimeError, EOFError, OSError, AttributeError, AssertionError, PicklingError, Exception),
]


def fail_with(kind: int, x: int) -> int:
    if x >= 2:
        raise ERRORS[kind](x)
    return x


def many_errors(mapping: Callable[..., Any], every: int, *more: Any) -> list[tuple[str, str]]:
    """For one in so many of ERRORS: (it, what mapping raises when items 2 to 5 fail with it)."""
    kinds = range(0, len(ERRORS), every)
    return [(repr(ERRORS[kind](2)), fails(mapping, partial(fail_with, kind), *more)) for kind in kinds]


class Twin:
    """All are equal, and only its number tells one from the others."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return 0


class Noted:
    """A function that gives back its Twin, or fails, after a while. Calls are noted in files, as processes share no more."""

    def __init__(self, notes: str, seconds: list[float], failing: dict[int, type[Exception]]) -> None:
        self._notes, self._seconds, self._failing = notes, seconds, failing
        self.raised: dict[int, Exception] = {}
        self.threads: set[int] = set()
        self.most_alive = 0
        """The most threads of this process, at work or not, during a call."""

    def __call__(self, twin: Twin) -> Twin:
        with open(f"{self._notes}-{twin.number}", "a", encoding="ascii") as note:
            note.write("x")
        self.threads.add(threading.get_ident())
        self.most_alive = max(self.most_alive, threading.active_count())
        time.sleep(self._seconds[twin.number])
        if twin.number in self._failing:
            self.raised[twin.number] = error = self._failing[twin.number](twin.number)
            raise error from LookupError("the cause of the cause")
        return twin

    def calls(self, number: int) -> int:
        note = Path(f"{self._notes}-{number}")
        return note.stat().st_size if note.exists() else 0


def trials(mapping: Callable[..., Any], rounds: int, *more: Any) -> str:
    """What is wrong with the first call of mapping, of so many by chance, with which something is; "" if nothing is.

    more: nothing, or a pool of two processes.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        for number in range(rounds):
            chance = random.Random(number)
            count, share = chance.choice([0, 1, 2, 5, 9, 12]), chance.choice([0, 0.2, 0.6])
            workers = 2 if more else chance.randint(1, 4)
            seconds = [chance.choice([0, 0, 1e-3, 8e-3]) for _ in range(count)]
            failing = {item: chance.choice(ERRORS) for item in range(count) if chance.random() < share}
            noted = Noted(f"{folder}/{number}", seconds, failing)
            if wrong := _trial(mapping, noted, count, failing, number % 2 > 0, workers, *more):
                failed = "which are all right" if not failing else f"of which {sorted(failing)} fail"
                return f"{wrong}, with {count} items {failed}, and workers={workers}"
    return ""


def _trial(
    mapping: Callable[..., Any],
    noted: Noted,
    count: int,
    failing: dict[int, type[Exception]],
    as_iterator: bool,
    workers: int,
    *more: Any,
) -> str:
    twins = [Twin(number) for number in range(count)]
    items, first, before = list(twins), min(failing, default=count), threading.active_count()
    try:
        answers = mapping(noted, iter(items) if as_iterator else items, workers, *more)
    except ItemError as error:
        cause = error.__cause__
        if not failing:
            return f"raised {error!r}"
        if error.args != (first,) or repr(cause) != repr(failing[first](first)):
            return f"raised {error!r} from {cause!r} instead of ItemError({first}) from {failing[first](first)!r}"
        if noted.raised.get(first, cause) is not cause:
            return "raised ItemError not from the error that f raised, but from a copy"
    except Exception as error:
        return f"raised {error!r}, which is no given_e2.ItemError"
    else:
        if failing:
            return "raised nothing"
        if type(answers) is not list or [getattr(answer, "number", None) for answer in answers] != list(range(count)):
            return "gave other answers than f"
    if [id(item) for item in items] != [id(twin) for twin in twins]:
        return "changed the list of items"
    for number in range(count):
        calls = noted.calls(number)
        if calls > 1 or (calls < 1 and number <= first):
            return f"called f {calls} times for item {number}"
    if threading.get_ident() in noted.threads:
        return "called f in the caller's thread"
    if noted.most_alive > before + workers + 1:  # one more may look after the others
        return f"had {noted.most_alive - before} threads at the same time"
    return ""


def _fail_between_slow_ones(folder: str, x: int) -> int:
    """Item 1 fails at once; 0 takes more than a second, 2 longer. The processes that are at work leave their numbers."""
    Path(folder, str(os.getpid())).touch()
    if x == 1:
        raise LookupError("item 1")
    time.sleep({0: 1.15, 2: 1.75}.get(x, 0))
    return x


def left_after_failure(map_processes: Callable[..., Any], folder: str) -> tuple[str, int]:
    """(what it raises, how many processes are left then) when an item fails while others are at work, and one for longer."""
    raised = fails(map_processes, partial(_fail_between_slow_ones, folder), 2)
    at_work = os.listdir(folder)
    return raised, _left(lambda child: str(child.pid) in at_work)


def _left(mine: Callable[[Any], bool]) -> int:
    """How many of these processes run. One that has just ended may be said to run, once, where two threads ask at a time."""
    deadline = time.monotonic() + 0.1
    while (left := sum(map(mine, multiprocessing.active_children()))) and time.monotonic() < deadline:
        time.sleep(0.01)
    return left


def fail_behind_a_slow_one(x: int) -> int:
    """Item 0 takes a while; 2 and all behind it fail at once."""
    time.sleep(0.05 if x == 0 else 0)
    if x >= 2:
        raise LookupError(f"item {x}")
    return x


def fails(mapping: Callable[..., Any], f: Callable[..., Any], *more: Any) -> str:
    """What mapping(f, [0 … 5], …) raises, and from which error, as it is written in Python; "nothing" if it returns."""
    try:
        mapping(f, list(range(6)), *more)
    except Exception as error:
        return f"{error!r} from {error.__cause__!r}"
    return "nothing"


def changed_between(mapping: Callable[..., Any], items: list[Any], other: Any, *more: Any) -> tuple[Any, Any]:
    """The answers for the same list, before and after its first item is another one. more: perhaps f, then the rest."""
    before_items, after_items = (more[:1], more[1:]) if callable(more[0]) else ((), more)
    before = mapping(*before_items, items, *after_items)
    items[0] = other
    return before, mapping(*before_items, items, *after_items)


def still_at_work(map_threads: Callable[..., Any], busy: threading.Event) -> tuple[str, bool]:
    """(what it raises when item 1 fails while others are busy with items 0 and 2, whether somebody still is, then)."""

    def f(x: int) -> int:
        if x == 1:
            busy.wait(1)
            raise LookupError("item 1")
        if x == 2:
            busy.set()
        time.sleep({0: 1.15, 2: 2.2}[x])
        if x == 2:
            busy.clear()
        return x

    try:
        map_threads(f, [0, 1, 2], 3)
    except Exception as error:
        return f"{error!r} from {error.__cause__!r}", busy.is_set()
    return "nothing", busy.is_set()


class SlowFailures:
    """Items that fail while others take longer than a second, for both maps at the same time: meanwhile the tests go on."""

    def __init__(self, map_threads: Callable[..., Any], map_processes: Callable[..., Any]) -> None:
        """Comes back when all are at work, or after a second: processes are better copied while all are quiet."""
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self._callers = ThreadPoolExecutor(2)
        busy, deadline = threading.Event(), time.monotonic() + 1
        self._processes = self._callers.submit(left_after_failure, map_processes, self._folder.name)
        while len(os.listdir(self._folder.name)) < 2 and not self._processes.done() and time.monotonic() < deadline:
            time.sleep(2e-3)
        self._threads = self._callers.submit(still_at_work, map_threads, busy)
        busy.wait(1)

    def found(self) -> tuple[str, bool, str, int]:
        """What still_at_work and left_after_failure have to say."""
        try:
            return *self._threads.result(), *self._processes.result()
        finally:
            self._callers.shutdown()
            self._folder.cleanup()


def turns_of_others(f: Callable[..., Any], job: tuple[int, int]) -> int:
    """How often another thread, which asks each millisecond, had a turn in the middle half of the time that f(job) takes."""
    times, turns = [], []

    def call() -> None:
        times.append(time.perf_counter())
        f(job)
        times.append(time.perf_counter())

    thread = threading.Thread(target=call)
    thread.start()
    while thread.is_alive():
        turns.append(time.perf_counter())
        time.sleep(1e-3)
    begin, end = times
    return sum(begin + (end - begin) / 4 < turn < end - (end - begin) / 4 for turn in turns)


def own_process() -> int:
    return os.getpid()


def running() -> tuple[int, int]:
    """(threads, processes started from here) that run now, after a moment for those that are ending."""
    time.sleep(0.05)
    return threading.active_count(), len(multiprocessing.active_children())
