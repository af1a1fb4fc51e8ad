"""What a lock costs, by how much is done per lock: alone, and with threads that all want the same one."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

import numpy as np
from _atomics import load_relaxed, store, swap
from _work import odd
from numba import njit

from graders.experiment import Axis, ExperimentResult, Lines, duration, factor, interleaved, main

PER = (1, 4, 16, 64, 256, 1024, 4096, 16384)  # how many items are counted per lock, one after the other
WORK = 20  # steps of work for each item, about a nanosecond each
WORKERS = 2  # threads that want the lock
SECONDS = 0.015  # as many items in a round as one thread counts in that time: waking threads takes some of it
ROUNDS = 5  # how often each is measured, in turn

LOCK = Lock()
FLAG = np.zeros(8, "i8")  # of the compiled lock: 1 while somebody holds it
COUNT = [0]
COUNTED = np.zeros(8, "i8")


@njit(nogil=True)
def count(first, last, work):
    """How many of the items from first up to last come out odd."""
    found = 0
    for item in range(first, last):
        found += odd(item, work)
    return found


def with_lock(first, last, per):
    for start in range(first, last, per):
        found = count(start, min(start + per, last), WORK)
        with LOCK:
            COUNT[0] += found


@njit(nogil=True)
def spin_count(first, last, per, work, flag, counted):
    """The same, all of it compiled: who finds the flag up looks again and again until it is down."""
    for start in range(first, last, per):
        found = count(start, min(start + per, last), work)
        while swap(flag, 0, 1):
            while load_relaxed(flag, 0):
                pass
        counted[0] += found
        store(flag, 0, 0)


def with_spinning(first, last, per):
    spin_count(first, last, per, WORK, FLAG, COUNTED)


def by(pool, way, items, per):
    """Count all items, a stretch for each worker; without a pool, in this thread."""
    COUNT[0] = COUNTED[0] = 0
    if pool is None:
        way(0, items, per)
    else:
        cuts = [items * worker // WORKERS for worker in range(WORKERS + 1)]
        list(pool.map(way, cuts, cuts[1:], [per] * WORKERS))
    return COUNT[0] + COUNTED[0]


def enough(way, per):
    """So many items that one thread is busy for SECONDS."""
    items, taken = per, 0.0
    by(None, way, items, per)
    while taken < SECONDS:
        items = max(2 * items, int(items * SECONDS / taken) if taken else 0)
        begin = time.perf_counter()
        by(None, way, items, per)
        taken = time.perf_counter() - begin
    return items


def measure():
    ways = {"a lock": with_lock, "spinning": with_spinning}
    curves = {f"{name}, {threads}": [] for name in ways for threads in ("1 thread", f"{WORKERS} threads")}
    with ThreadPoolExecutor(WORKERS) as pool:
        for per in PER:
            items = {name: enough(way, per) for name, way in ways.items()}
            works = {
                f"{name}, {threads}": lambda way=way, where=where, items=items[name], per=per: by(where, way, items, per)
                for name, way in ways.items()
                for threads, where in (("1 thread", None), (f"{WORKERS} threads", pool))
            }
            for name, work in works.items():
                assert work() == count(0, items[name.split(",")[0]], WORK), "a lock that loses counts is none"
            took = interleaved(works, ROUNDS, 0)
            for name, points in curves.items():
                points.append((per, took.seconds(name) / items[name.split(",")[0]]))
    (_, python), (_, python_many), (_, spin), (_, spin_many) = (points[0] for points in curves.values())
    alone, together, _, _ = (points[-1][1] for points in curves.values())
    return ExperimentResult(
        "Counting under a lock, by how many items are counted per lock",
        ["ns per item", *(name.split(", ")[1] if at % 2 else name for at, name in enumerate(curves))],
        [[f"{per:,} per lock", *(1e9 * points[at][1] for points in curves.values())] for at, per in enumerate(PER)],
        f"With a lock for every {'item' if PER[0] == 1 else f'{PER[0]} items'}, an item takes one thread {duration(python)}, "
        f"and {WORKERS} threads together {duration(python_many)}; with a compiled lock that spins, {duration(spin)} and "
        f"{duration(spin_many)}. With a lock for every {PER[-1]:,} it takes {duration(alone)} and {duration(together)}: "
        f"{WORKERS} threads are {factor(alone / together)} as fast as one.",
        [Lines(Axis("items per lock", log=True), Axis("time per item", "seconds", log=True), curves)],
    )


if __name__ == "__main__":
    main(measure, quick={"PER": (1, 64, 1024), "SECONDS": 1e-3, "ROUNDS": 2})
