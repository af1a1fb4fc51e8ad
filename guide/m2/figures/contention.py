"""Speed-up of threads that need a lock for part of their work: by how large a part, with one lock and with several."""

import itertools
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

import numpy as np
from _atomics import load_relaxed, store, swap
from _work import odd
from numba import njit

from graders.experiment import Axis, ExperimentResult, Lines, factor, interleaved, main

SHARE = (0.0, 0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9, 1.0)  # what part of a task needs the lock, one after the other
TASK = 200_000  # steps of work in a task, about a nanosecond each
TASKS = 80  # tasks in a round, for all threads together
WORKERS = 2  # threads
STRIPES = 8  # locks to choose from where there are several; a task needs one of them, by chance
ROUNDS = 5  # how often each is measured, in turn

LOCK = Lock()
FLAG = np.zeros(8, "i8")


@njit(nogil=True)
def spin_until_free(flag):
    while swap(flag, 0, 1):
        while load_relaxed(flag, 0):
            pass


@njit(nogil=True)
def set_free(flag):
    store(flag, 0, 0)


class Spinning:
    """A lock whose waiters do not go to sleep."""

    def __enter__(self):
        spin_until_free(FLAG)

    def __exit__(self, *error):
        set_free(FLAG)


def tasks(worker, locks, inside, owners):
    """One thread's share of the tasks: first the part that needs no lock, then the part that does."""
    for lock in locks:
        odd(1, TASK - inside)
        with lock:
            owners.append(worker)
            odd(1, inside)


class Run:
    """All tasks of a round by all workers; remembers how many cores were busy, and who had the lock when."""

    def __init__(self, pool, locks, inside):
        self._pool, self._locks, self._inside = pool, locks, inside
        self._times = []
        self._rows = []

    def __call__(self):
        owners = []
        wall, cpu = time.perf_counter(), time.process_time()
        each = [self._locks[worker::WORKERS] for worker in range(WORKERS)]
        list(self._pool.map(tasks, range(WORKERS), each, [self._inside] * WORKERS, [owners] * WORKERS))
        self._times.append((time.perf_counter() - wall, time.process_time() - cpu))
        changes = sum(a != b for a, b in itertools.pairwise(owners))
        self._rows.append(len(owners) / (changes + 1))

    def cores_busy(self):
        """Seconds that cores worked, per second; the first call, which starts the threads, does not count."""
        wall, cpu = (sum(column) for column in zip(*self._times[1:], strict=True))
        return cpu / wall

    def turns_in_a_row(self):
        """How often in a row the same thread had the lock, on average: the median over the calls."""
        return statistics.median(self._rows)


def one_thread():
    for _ in range(TASKS):
        odd(1, TASK)


def measure():
    stripes = [Lock() for _ in range(STRIPES)]
    chosen = np.random.default_rng(1).integers(0, STRIPES, TASKS)
    striped = f"{STRIPES} locks"
    ways = {
        "one lock": [LOCK] * TASKS,
        "one lock, spinning": [Spinning()] * TASKS,
        striped: [stripes[choice] for choice in chosen],
    }
    gains, busy, in_a_row = ({way: {} for way in ways} for _ in range(3))
    with ThreadPoolExecutor(WORKERS) as pool:
        for share in SHARE:
            runs = {way: Run(pool, locks, int(share * TASK)) for way, locks in ways.items()}
            took = interleaved({"one thread": one_thread, **runs}, ROUNDS)
            for way, run in runs.items():
                gains[way][share] = took.ratio("one thread", way)
                busy[way][share] = run.cores_busy()
                in_a_row[way][share] = run.turns_in_a_row()
    possible = {"one lock at best": [(share, min(WORKERS, 1 / max(share, 1e-9))) for share in SHARE]}
    half, much = (min(SHARE, key=lambda share, wanted=wanted: abs(share - wanted)) for wanted in (0.5, 0.75))
    needs = Axis("part of a task that needs the lock")
    return ExperimentResult(
        f"{WORKERS} threads that need a lock for part of their work",
        ["part with the lock", "one lock", "spinning", striped, "cores busy", "spinning", "in a row"],
        [
            [
                f"{100 * share:.0f} %",
                *(f"{gains[way][share]:.2f}" for way in ways),
                *(f"{busy[way][share]:.2f}" for way in ("one lock", "one lock, spinning")),
                in_a_row["one lock"][share],
            ]
            for share in SHARE
        ],
        f"Where {100 * half:.0f} % of a task need the lock, {WORKERS} threads are {factor(gains['one lock'][half])} as fast as "
        f"one, {factor(gains['one lock, spinning'][half])} if they spin, and {factor(gains[striped][half])} with {striped}; at "
        f"{100 * much:.0f} % these are {factor(gains['one lock'][much])}, {factor(gains['one lock, spinning'][much])} and "
        f"{factor(gains[striped][much])}. There the threads keep {busy['one lock'][much]:.1f} cores busy, or "
        f"{busy['one lock, spinning'][much]:.1f} if they spin. At {100 * SHARE[-1]:.0f} % a thread has the lock "
        f"{in_a_row['one lock'][SHARE[-1]]:.2g} times in a row.",
        [
            Lines(needs, Axis("speed-up over one thread", "ratio"), _curves(gains) | possible),
            Lines(needs, Axis("cores kept busy"), _curves(busy)),
        ],
    )


def _curves(values):
    return {way: list(points.items()) for way, points in values.items()}


if __name__ == "__main__":
    main(measure, quick={"SHARE": (0.0, 0.5, 1.0), "TASK": 20_000, "TASKS": 20, "ROUNDS": 2})
