"""The length of a path of n points in four ways: loops over lists and arrays, numpy, compiled; and what compiling costs."""

import itertools
import math
import time

import numpy as np
from numba import njit

from graders.experiment import Axis, ExperimentResult, Lines, duration, factor, interleaved, main

POINTS = (2, 5, 10, 20, 50, 100, 1000, 10_000, 100_000, 1_000_000)  # points of the path, one length after the other
ROUNDS = 5  # how often each way is measured, in turn

WAYS = ("loop, lists", "loop, arrays", "numpy", "compiled")


def by_loop(x, y):
    total = 0.0
    for i in range(1, len(x)):
        across, up = x[i] - x[i - 1], y[i] - y[i - 1]
        total += math.sqrt(across * across + up * up)
    return total


def by_numpy(x, y):
    across, up = np.diff(x), np.diff(y)
    return np.sqrt(across * across + up * up).sum()


def compiled_now(x, y):
    """(the compiled loop, seconds until its first answer): nothing else was compiled before, so the compiler starts, too."""
    begin = time.perf_counter()
    compiled = njit(by_loop)
    compiled(x, y)
    return compiled, time.perf_counter() - begin


def crossing(ahead):
    """From how many points on numpy is ahead, between the last length at which it is not and the next; None if it never is.

    `ahead` has (points, how many times as fast as the lists); in between, times grow as powers of the length do.
    """
    for (n, before), (more, after) in itertools.pairwise(ahead):
        if before <= 1 < after:
            return round(n * (more / n) ** (math.log(before) / (math.log(before) - math.log(after))))
    return None


def measure():
    rng = np.random.default_rng(1)
    compiled, first = compiled_now(*rng.random((2, 10)))
    curves = {way: [] for way in WAYS}
    rows, ahead, ratios = [], [], []
    for n in POINTS:
        x, y = rng.random((2, n))
        lists = x.tolist(), y.tolist()
        assert math.isclose(by_loop(*lists), by_numpy(x, y)) and math.isclose(by_loop(x, y), compiled(x, y))
        took = interleaved(
            {
                "loop, lists": lambda lists=lists: by_loop(*lists),
                "loop, arrays": lambda x=x, y=y: by_loop(x, y),
                "numpy": lambda x=x, y=y: by_numpy(x, y),
                "compiled": lambda x=x, y=y: compiled(x, y),
            },
            ROUNDS,
        )
        ratios = [took.ratio("loop, lists", way) for way in WAYS]
        for way in WAYS:
            curves[way].append((n, took.seconds(way)))
        rows.append([f"{n:,} points", *(1e6 * took.seconds(way) for way in WAYS), factor(ratios[3])])
        ahead.append((n, ratios[2]))
    rows.append(["the first call", "", "", "", 1e6 * first, ""])
    short, long = ({way: duration(curves[way][at][1]) for way in WAYS} for at in (0, -1))
    slow, fast = curves["loop, lists"][-1][1], curves["compiled"][-1][1]
    even = crossing(ahead)
    overtakes = f"overtakes the lists at about {even} points" if even else "does not overtake the lists on the way"
    paid = POINTS[-1] * first / (slow - fast)
    return ExperimentResult(
        "The length of a path, by its number of points",
        ["µs", *WAYS, "compiled is"],
        rows,
        f"With {POINTS[-1]:,} points a loop over lists takes {long['loop, lists']}, the same loop over arrays "
        f"{long['loop, arrays']}, numpy {long['numpy']} and the compiled loop {long['compiled']}: {factor(ratios[2])} and "
        f"{factor(ratios[3])} as fast as the first. With {POINTS[0]} points they take {short['loop, lists']}, "
        f"{short['loop, arrays']}, {short['numpy']} and {short['compiled']}; numpy {overtakes}. "
        f"Compiling it takes {duration(first)} once, which is paid back by "
        f"{float(f'{paid:.2g}'):,.0f} points.",
        [Lines(Axis("points of the path", log=True), Axis("time of a call", "seconds", log=True), curves)],
    )


if __name__ == "__main__":
    main(measure, quick={"POINTS": (2, 20, 1000), "ROUNDS": 2})
