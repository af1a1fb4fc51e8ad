"""Work of uneven size, handed out to threads: fixed halves, a counter with a lock, atomic counters; by items at a time."""

from concurrent.futures import ThreadPoolExecutor
from threading import Lock

import numpy as np
from _atomics import add, compare_and_swap, load
from _work import odd
from numba import njit

from graders.experiment import Axis, ExperimentResult, Lines, factor, interleaved, main

AT_A_TIME = (1, 4, 16, 64, 256, 1024, 4096, 8192)  # items that a worker takes at a time, one after the other
ITEMS = 1 << 15  # items in all
EVERY = 100  # steps of work for every item, about a nanosecond each
EXTRA = 800  # further steps for the last item, and proportionally fewer for the others
WORKERS = 2  # threads
ROUNDS = 7  # how often each is measured, in turn

LOCK = Lock()


@njit(nogil=True)
def work(first, last, items, every, extra):
    """Do the items from first up to last; returns how many came out odd."""
    found = 0
    for item in range(first, last):
        found += odd(item, every + extra * item // items)
    return found


@njit(nogil=True)
def take_equal(counter, at_a_time, items, every, extra):
    """Take the next so many items until there are no more."""
    found = 0
    first = add(counter, 0, at_a_time)
    while first < items:
        found += work(first, min(first + at_a_time, items), items, every, extra)
        first = add(counter, 0, at_a_time)
    return found


@njit(nogil=True)
def take_fewer(counter, share, items, every, extra):
    """Take a share of what is left, at first much and in the end one by one."""
    found = 0
    while True:
        first = load(counter, 0)
        if first == items:
            return found
        last = first + max(1, (items - first) // share)
        if compare_and_swap(counter, 0, first, last) == first:  # else another was faster: look again
            found += work(first, last, items, every, extra)


def take_locked(taken, at_a_time):
    found = 0
    while True:
        with LOCK:
            first = taken[0]
            taken[0] += at_a_time
        if first >= ITEMS:
            return found
        found += work(first, min(first + at_a_time, ITEMS), ITEMS, EVERY, EXTRA)


def measure():
    load_of = (ITEMS, EVERY, EXTRA)
    cuts = [ITEMS * worker // WORKERS for worker in range(WORKERS + 1)]
    right = work(0, ITEMS, *load_of)
    always = "fixed halves" if WORKERS == 2 else "fixed stretches"
    gains = {way: [] for way in (always, "counter with a lock", "atomic counter", "a share of the rest")}
    with ThreadPoolExecutor(WORKERS) as pool:

        def fixed():
            return sum(pool.map(lambda worker: work(cuts[worker], cuts[worker + 1], *load_of), range(WORKERS)))

        def all_take(take, *arguments):
            return sum(each.result() for each in [pool.submit(take, *arguments) for _ in range(WORKERS)])

        for many in AT_A_TIME:
            ways = {
                "one thread": lambda: work(0, ITEMS, *load_of),
                always: fixed,
                "counter with a lock": lambda many=many: all_take(take_locked, [0], many),
                "atomic counter": lambda many=many: all_take(take_equal, np.zeros(8, "i8"), many, *load_of),
                "a share of the rest": lambda: all_take(take_fewer, np.zeros(8, "i8"), 2 * WORKERS, *load_of),
            }
            assert all(way() == right for way in ways.values()), "an item was done twice or not at all"
            took = interleaved(ways, ROUNDS)
            for way, points in gains.items():
                points.append((many, took.ratio("one thread", way)))
    halves, locked, atomic, rest = (dict(points) for points in gains.values())
    few, many = AT_A_TIME[0], AT_A_TIME[-1]
    some = min(AT_A_TIME, key=lambda each: abs(each - ITEMS**0.5 / 3))
    return ExperimentResult(
        f"{ITEMS:,} items of uneven size for {WORKERS} threads",
        ["at a time", always, "with a lock", "atomic", "share of the rest"],
        [[f"{each:,}", *(f"{points[at][1]:.2f}x" for points in gains.values())] for at, each in enumerate(AT_A_TIME)],
        f"With {always} {WORKERS} threads are {factor(halves[some])} as fast as one. Taking {few} at a time they are "
        f"{factor(locked[few])} as fast by a counter with a lock and {factor(atomic[few])} by an atomic one, with {some} "
        f"{factor(locked[some])} and {factor(atomic[some])}, with {many:,} {factor(locked[many])} and {factor(atomic[many])}; "
        f"taking a share of the rest {factor(rest[some])}.",
        [Lines(Axis("items at a time", log=True), Axis("speed-up over one thread", "ratio"), gains)],
    )


if __name__ == "__main__":
    main(measure, quick={"AT_A_TIME": (1, 16, 256), "ITEMS": 1 << 10, "ROUNDS": 2})
