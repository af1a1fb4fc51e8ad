"""From which size on does it pay to share work? Threads and waiting processes, with pure Python and with compiled code."""

import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
from _pace import count_down, steps_per_second
from _work import stir
from numba import njit

from graders.experiment import Axis, ExperimentResult, Lines, duration, factor, gil, interleaved, main

SIZES = (2e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 5e-2)  # seconds of work for one, one size after the other
WORKERS = 2  # how many share it
LEAST = 0.012  # seconds for which each is repeated before it is the next one's turn; 0: a single call
ROUNDS = 7  # how often each is measured, in turn


START = np.uint64(1)
stir_locked = njit(stir.py_func)


def compiled_nogil(steps):
    stir(START, steps)


def compiled(steps):
    stir_locked(START, steps)


WAYS = {
    "nogil threads": compiled_nogil,
    "locked threads": compiled,
    "Python threads": count_down,
    "processes": count_down,
}


def crossing(points):
    """From which size on it gains, between two of those measured; None if the largest size does not."""
    loses = [at for at, (_, gain) in enumerate(points) if gain < 1]
    if not loses:
        return points[0][0]
    if loses[-1] + 1 == len(points):
        return None
    (small, low), (large, high) = points[loses[-1] : loses[-1] + 2]
    return small * (large / small) ** ((1 - low) / (high - low))


def measure():
    speed = {work: steps_per_second(work) for work in set(WAYS.values())}
    curves = {name: [] for name in WAYS}
    # Processes that begin from nothing: as on Windows and macOS, and with no threads copied by half.
    spawn = multiprocessing.get_context("spawn")
    with ThreadPoolExecutor(WORKERS) as threads, ProcessPoolExecutor(WORKERS, spawn) as processes:
        for pool in (threads, processes):
            list(pool.map(time.sleep, [0.1] * WORKERS))  # so that all are there
        for size in SIZES:
            runs = {}
            for name, work in WAYS.items():
                pool = threads if name.endswith("threads") else processes
                parts = [max(1, round(size * speed[work] / WORKERS))] * WORKERS
                runs[name, "one"] = lambda work=work, parts=parts: list(map(work, parts))
                runs[name, "all"] = lambda work=work, parts=parts, pool=pool: list(pool.map(work, parts))
            took = interleaved(runs, ROUNDS, LEAST)
            for name, points in curves.items():
                points.append((size, took.ratio((name, "one"), (name, "all"))))
    told = []
    for name, points in curves.items():
        begins = crossing(points) if points[-1][1] > 1.1 else None
        told.append(f"{factor(points[-1][1])} by {name}" + (f" (ahead from {duration(begins)} on)" if begins else ""))
    return ExperimentResult(
        f"Work shared among {WORKERS} workers",
        ["work", *WAYS],
        [[duration(size), *(factor(points[at][1]) for points in curves.values())] for at, size in enumerate(SIZES)],
        f"With{'' if gil() else 'out'} a GIL, {duration(SIZES[-1])} of work shared among {WORKERS} workers gain "
        + ", ".join(told)
        + ".",
        [Lines(Axis("how long the work takes one alone", "seconds", log=True), Axis("gain", "ratio"), curves)],
    )


if __name__ == "__main__":
    main(measure, quick={"SIZES": (3e-4, 3e-3), "LEAST": 1e-3, "ROUNDS": 2})
