"""Measures every number that the m2 guide quotes, on your machine."""

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numba import njit

from graders.experiment import Axis, Bars, ExperimentResult, interleaved, main

WORK = 400_000  # steps that a thread of pure Python counts down
STEPS = 20_000_000  # steps of a compiled thread
ROUNDS = 9  # how often each is measured, in turn

DATA = np.ones(4 << 20, "f4")


def count_down(n):
    while n:
        n -= 1


@njit
def spin(n):
    x = 1.0
    for i in range(n):
        x = x * 0.999999 + 1e-6 * i
    return x


spin_free = njit(nogil=True)(spin.py_func)


def start_and_join():
    thread = threading.Thread(target=int)
    thread.start()
    thread.join()


def many_locks():
    for _ in range(10_000):
        with LOCK:
            pass


LOCK = threading.Lock()


def measure():
    gains = {}
    with ThreadPoolExecutor(2) as pool:
        for name, work, argument in (
            ("pure Python", count_down, WORK),
            ("compiled", spin, STEPS),
            ("compiled, nogil=True", spin_free, STEPS),
        ):
            both = [argument, argument]
            one_and_two = {"one": lambda w=work, b=both: [w(a) for a in b], "two": lambda w=work, b=both: list(pool.map(w, b))}
            gains[name] = interleaved(one_and_two, ROUNDS).ratio("one", "two")
        costs = interleaved({"thread": start_and_join, "task": lambda: pool.submit(int).result()}, ROUNDS)
        costs_alone = interleaved({"locks": many_locks, "sum": lambda: np.sum(DATA)}, ROUNDS)
    lock = costs_alone.seconds("locks") / 10_000
    return ExperimentResult(
        "Two threads against one that does both pieces of work",
        ["measured", "", ""],
        [
            *([f"two threads, {name}", f"{gain:.2f}", "x"] for name, gain in gains.items()),
            ["start and join a thread", f"{1e6 * costs.seconds('thread'):.0f}", "µs"],
            ["hand a task to a pool", f"{1e6 * costs.seconds('task'):.0f}", "µs"],
            ["lock and unlock, nobody waits", f"{1e9 * lock:.0f}", "ns"],
            ["sum of 16 MiB, one thread", f"{1e3 * costs_alone.seconds('sum'):.2f}", "ms"],
        ],
        f"Two threads gain {gains['pure Python']:.2f}x with pure Python, {gains['compiled']:.2f}x with compiled code that "
        f"holds the lock, and {gains['compiled, nogil=True']:.2f}x with compiled code that lets go of it.",
        [Bars(Axis("speed-up of two threads", "ratio"), {name: {"": gain} for name, gain in gains.items()})],
    )


if __name__ == "__main__":
    main(measure, quick={"WORK": 20_000, "STEPS": 1_000_000, "ROUNDS": 2})
