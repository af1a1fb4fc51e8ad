"""Given for m2.e2: work to share, ItemError, what starting workers costs, and the yardsticks of the races."""

import multiprocessing
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

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
        before = len(multiprocessing.active_children())
        answers = map_processes(partial(_meet, folder, guests, patience), range(count), *more)
        left = len(multiprocessing.active_children()) - before
    return {
        "left": left,
        "right": [x for x, _ in answers] == list(range(count)),
        "processes": sorted({process for _, process in answers}),
    }


def processes_of(pool: ProcessPoolExecutor) -> list[int]:
    """The numbers of a pool's processes, once it has begun to work."""
    pool.submit(own_process).result()
    return sorted(pool._processes)


def odd_thing(x: int) -> Any:
    """Things that could be taken for no answer, or for a mistake."""
    return [None, False, 0, "", ValueError("an answer like any other"), StopIteration()][x]


def odd_things(mapping: Callable[..., Any], *more: Any) -> list[str]:
    return [repr(thing) for thing in mapping(odd_thing, range(6), *more)]


def stop_at_two(x: int) -> int:
    if x == 2:
        raise StopIteration
    return x


def fail_late_then_early(x: int) -> int:
    """Item 1 fails after a while, item 3 at once."""
    if x == 1:
        time.sleep(0.15)
    if x in (1, 3):
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


def still_at_work(mapping: Callable[..., Any]) -> tuple[str, bool]:
    """(what mapping raises when item 0 fails while another thread is busy with item 1, whether that one still is, then)."""
    begun, busy = threading.Event(), threading.Event()

    def f(x: int) -> int:
        if x == 0:
            begun.wait(1)
            raise LookupError("item 0")
        busy.set()
        begun.set()
        time.sleep(0.25)
        busy.clear()
        return x

    try:
        mapping(f, [0, 1], 2)
    except Exception as error:
        return repr(error), busy.is_set()
    return "nothing", busy.is_set()


def own_process() -> int:
    return os.getpid()


def running() -> tuple[int, int]:
    """(threads, processes started from here) that run now, after a moment for those that are ending."""
    time.sleep(0.05)
    return threading.active_count(), len(multiprocessing.active_children())
