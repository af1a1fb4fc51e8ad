"""A thread that wants to wake up every millisecond: how late is it, while another thread is at work?"""

import statistics
import sys
import threading
import time

import numpy as np
from _pace import count_down, steps_per_second
from _work import stir
from numba import njit

from graders.experiment import Axis, Bars, ExperimentResult, duration, gil, main

CALL = 0.2  # seconds of work in one call
SHORT = 0.001  # seconds of work in one call where many short ones are made
TICK = 0.001  # seconds that the ticker sleeps
INTERVAL = 0.005  # seconds that Python lets a thread run before another one may have the lock; this is what Python takes, too
SECONDS = 1.6  # how long the ticker runs beside each, in all
ROUNDS = 4  # in so many turns


START = np.uint64(1)
stir_locked = njit(stir.py_func)


def compiled_nogil(steps):
    stir(START, steps)


def compiled(steps):
    stir_locked(START, steps)


class Ticker(threading.Thread):
    """Sleeps for a tick, again and again, and notes how much later than that it is back."""

    def __init__(self):
        super().__init__(daemon=True)
        self.late, self.awake, self.done = [], threading.Event(), False

    def run(self):
        while not self.done:
            begin = time.perf_counter()
            time.sleep(TICK)
            self.late.append(max(0.0, time.perf_counter() - begin - TICK))
            self.awake.set()


def beside(work, argument, seconds):
    """How late a ticker is while this thread calls work(argument) for so long, again and again."""
    ticker = Ticker()
    ticker.start()
    ticker.awake.wait()
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        work(argument)
    ticker.done = True
    ticker.join()
    return ticker.late[1:]


def measure():
    speed = {work: steps_per_second(work) for work in (count_down, compiled, compiled_nogil)}
    jobs = {
        "nobody": (time.sleep, CALL),
        "nogil calls": (compiled_nogil, int(CALL * speed[compiled_nogil])),
        "pure Python": (count_down, int(CALL * speed[count_down])),
        "short compiled calls": (compiled, int(SHORT * speed[compiled])),
        "long compiled calls": (compiled, int(CALL * speed[compiled])),
    }
    late = {name: [] for name in jobs}
    before = sys.getswitchinterval()
    sys.setswitchinterval(INTERVAL)
    try:
        for _ in range(ROUNDS):
            for name, (work, argument) in jobs.items():
                late[name] += beside(work, argument, SECONDS / ROUNDS)
    finally:
        sys.setswitchinterval(before)
    middle = {name: statistics.median(many) for name, many in late.items()}
    worst = {name: max(many) for name, many in late.items()}
    wanted = int(SECONDS / TICK)
    return ExperimentResult(
        f"Ticks of {duration(TICK)}, beside another thread that computes",
        ["beside", "ticks", "median lateness", "worst"],
        [[name, f"{len(many):,}", duration(middle[name]), duration(worst[name])] for name, many in late.items()],
        f"With{'' if gil() else 'out'} a GIL. Half of the ticks are late by "
        + ", ".join(f"{duration(took)} beside {name}" for name, took in middle.items())
        + f". Of {wanted:,} ticks at best, {len(late['long compiled calls'])} come beside the long calls, of "
        f"{duration(CALL)} each.",
        [
            Bars(
                Axis("late by", "seconds", log=True),
                {name: {"median": middle[name], "worst": worst[name]} for name in jobs},
            )
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"CALL": 0.02, "SECONDS": 0.1, "ROUNDS": 2})
