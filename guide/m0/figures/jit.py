"""When is a compiler paid back? Time that has gone by after so many calls, with compiling in it, and with it kept on disk."""

import math
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from _recurrence import compiled, smooth_list
from numba import njit, prange

from graders.experiment import Axis, ExperimentResult, Lines, duration, factor, interleaved, main

NUMBERS = 20_000  # how many numbers are smoothed in a call
CALLS = 1000  # up to so many calls
FEW = 1_000  # numbers of which one thread and several work out an exponential
MANY = 2_000_000  # and once more so many
ROUNDS = 5  # how often each is measured, in turn

FIRST = """
import sys, time
sys.path.insert(0, {folder!r})
import numpy as np
import _recurrence
x = np.ones(9)
begin = time.perf_counter()
_recurrence.{name}(x, 0.1)
print(time.perf_counter() - begin)
"""


def first_call(name, cache):
    """Seconds of the first call in a new process."""
    code = FIRST.format(folder=str(Path(__file__).parent), name=name)
    process = [sys.executable, "-c", code]
    run = subprocess.run(process, env=os.environ | {"NUMBA_CACHE_DIR": cache}, check=True, capture_output=True, text=True)
    return float(run.stdout)


def bells(x, y):
    for i in prange(len(x)):
        y[i] = math.exp(-x[i] * x[i])


def moved(x, where, y):
    for i in range(len(y)):
        y[i] = x[where[i]]


def first_calls():
    """Medians of three: compiled; compiled and written to disk; read from there."""
    found = {"compiled": [], "written": [], "read": []}
    for _ in range(3):
        with tempfile.TemporaryDirectory() as cache:
            found["compiled"].append(first_call("compiled", cache))
            found["written"].append(first_call("cached", cache))
            found["read"].append(first_call("cached", cache))
    return {how: sorted(seconds)[1] for how, seconds in found.items()}


def again(x):
    """Seconds of a first call for this type, in a process that has compiled before."""
    compiled(np.ones(9), 0.1)
    begin = time.perf_counter()
    compiled(x, 0.1)
    return time.perf_counter() - begin


def by_threads(n):
    """A bell curve at n places, by one thread and by several."""
    alone, together = njit(bells), njit(parallel=True)(bells)
    x, y = np.ones(n), np.zeros(n)
    return interleaved({"alone": lambda: alone(x, y), "together": lambda: together(x, y)}, ROUNDS)


def by_checks(n):
    """n numbers brought into another order, with and without looking whether every index is one."""
    plain, checked = njit(moved), njit(boundscheck=True)(moved)
    x, where, y = np.ones(n), np.random.default_rng(1).permutation(n), np.empty(n)
    return interleaved({"plain": lambda: plain(x, where, y), "checked": lambda: checked(x, where, y)}, ROUNDS)


def measure():
    first, other = first_calls(), again(np.ones(9, "f4"))
    x = np.random.default_rng(1).random(NUMBERS)
    numbers = x.tolist()
    assert np.allclose(smooth_list(numbers, 0.1), compiled(x, 0.1))
    took = interleaved(
        {
            "interpreted": lambda: smooth_list(numbers, 0.1),
            "compiled": lambda: compiled(x, 0.1),
        },
        ROUNDS,
    )
    slow, fast = took.seconds("interpreted"), took.seconds("compiled")
    even = {how: first[how] / (slow - fast) for how in ("compiled", "read")}
    few, many, order = by_threads(FEW), by_threads(MANY), by_checks(NUMBERS)
    calls = sorted({1, *(round(CALLS ** (part / 30)) for part in range(31))})
    curves = {
        "interpreted": [(n, n * slow) for n in calls],
        "compiled": [(n, first["compiled"] + n * fast) for n in calls],
        "compiled before, read from disk": [(n, first["read"] + n * fast) for n in calls],
    }
    rows = [
        ["a call, interpreted", duration(slow)],
        ["a call, compiled", duration(fast)],
        ["first call: compile", duration(first["compiled"])],
        ["first call: compile and write to disk", duration(first["written"])],
        ["first call: read from disk", duration(first["read"])],
        ["first call for float32, after float64", duration(other)],
        [f"{NUMBERS:,} numbers moved", duration(order.seconds("plain"))],
        [f"{NUMBERS:,} numbers moved, indices checked", duration(order.seconds("checked"))],
        [f"exp of {FEW:,} numbers, one thread", duration(few.seconds("alone"))],
        [f"exp of {FEW:,} numbers, parallel", duration(few.seconds("together"))],
        [f"exp of {MANY:,} numbers, one thread", duration(many.seconds("alone"))],
        [f"exp of {MANY:,} numbers, parallel", duration(many.seconds("together"))],
    ]
    return ExperimentResult(
        f"{NUMBERS:,} numbers smoothed, again and again",
        ["what", "takes"],
        rows,
        f"Interpreted, a call takes {duration(slow)}, compiled {duration(fast)}: {factor(slow / fast)} as fast. Compiling "
        f"takes {duration(first['compiled'])} and is paid back after {even['compiled']:,.0f} calls; read from disk it takes "
        f"{duration(first['read'])}, paid back after {even['read']:,.0f}. parallel=True makes exp of {FEW:,} numbers "
        f"{factor(few.ratio('alone', 'together'))} as fast, and {MANY:,} numbers {factor(many.ratio('alone', 'together'))} "
        f"as fast; checked indices make moving {factor(order.ratio('plain', 'checked'))} as fast.",
        [
            Lines(
                Axis("calls", log=True),
                Axis("time since the beginning", "seconds", log=True),
                curves,
                marks={"paid back": even["compiled"]},
            )
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"NUMBERS": 2_000, "CALLS": 100, "MANY": 100_000, "ROUNDS": 2})
