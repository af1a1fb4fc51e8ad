"""Compares two loops, one of which does more, again and again: on this machine as it is, and with others at work on it."""

import gc
import statistics
import subprocess
import sys
import time

from numba import njit

from graders.experiment import Axis, Findings, Lines, main
from graders.worker.launch import cores

STEPS = 300_000  # steps of the faster loop
MORE = 10  # how many per cent more the slower one does
PAIRS = 900  # how often both are timed
GROUP = 9  # pairs that make a verdict
COMPETITORS = 1  # programs that compute meanwhile, for every core

LONGEST = 60
"""Seconds after which a competitor stops by itself, should nobody be left to stop it."""
METHODS = ("one timing of each", "ratio of the means", "median of the ratios")


@njit
def spin(steps):
    x = 1.0
    for i in range(steps):
        x = x * 0.999999 + 1e-6 * i
    return x


def pairs():
    """(seconds of the faster loop, of the slower one), over and over."""
    works = STEPS, STEPS * (100 + MORE) // 100
    found = []
    gc.collect()
    gc.disable()
    for _ in range(PAIRS):
        begin = time.perf_counter()
        spin(works[0])
        between = time.perf_counter()
        spin(works[1])
        found.append((between - begin, time.perf_counter() - between))
    gc.enable()
    return found


def verdicts(found):
    """By method: how many times as long the second loop takes, found out again and again from the same timings."""
    groups = [found[at : at + GROUP] for at in range(0, len(found) - GROUP + 1, GROUP)]
    later = found[len(found) // 2 :] + found[: len(found) // 2]
    return {
        METHODS[0]: [second / first for (first, _), (_, second) in zip(found, later, strict=True)][::GROUP],
        METHODS[1]: [statistics.fmean(b for _, b in group) / statistics.fmean(a for a, _ in group) for group in groups],
        METHODS[2]: [statistics.median(b / a for a, b in group) for group in groups],
    }


def crowded():
    """The same with competitors."""
    program = f"import time; end = time.monotonic() + {LONGEST}\nwhile time.monotonic() < end: pass"
    others = [subprocess.Popen([sys.executable, "-I", "-c", program]) for _ in range(COMPETITORS * cores())]
    try:
        time.sleep(0.2)  # until they have started
        return pairs()
    finally:
        for other in others:
            other.kill()
        for other in others:
            other.wait()


def short(ratio):
    """28 or 0.039, but 1.06."""
    return f"{ratio:.2f}" if 0.5 < ratio < 2 else f"{float(f'{ratio:.2g}'):g}"


def measure():
    spin(1)
    times = {"quiet": verdicts(pairs()), "busy": verdicts(crowded())}
    rows, wrong = [], {}
    for machine, methods in times.items():
        for method, ratios in methods.items():
            ordered = sorted(ratios)
            wrong[machine, method] = sum(each <= 1 for each in ratios)
            tenth = len(ordered) // 10
            shown = (ordered[0], ordered[tenth], statistics.median(ordered), ordered[-1 - tenth], ordered[-1])
            rows.append([f"{machine}, {method}", *(f"{each:.2f}" for each in shown), wrong[machine, method]])
    count = len(times["busy"][METHODS[0]])
    told = {method: [short(each) for each in (min(ratios), max(ratios))] for method, ratios in times["busy"].items()}
    of = {method: f"{wrong['quiet', method]} and {wrong['busy', method]}" for method in METHODS}
    return Findings(
        f"Is it slower? {count} verdicts on {MORE} % more work",
        ["ratio", "least", "10 %", "median", "90 %", "most", "wrong"],
        rows,
        f"With {MORE} % more work, one timing of each on the busy machine gives anything from {told[METHODS[0]][0]} to "
        f"{told[METHODS[0]][1]} times as long. Of {count} verdicts on the quiet and on the busy machine, so many say that it "
        f"is not slower: {of[METHODS[0]]} single timings, {of[METHODS[1]]} means of {GROUP}, {of[METHODS[2]]} medians of "
        f"{GROUP} ratios, which lie between {told[METHODS[2]][0]} and {told[METHODS[2]][1]} on the busy one.",
        [
            Lines(
                Axis(f"which of {count} verdicts, from the smallest to the largest"),
                Axis("slower / faster", "ratio", log=machine == "busy"),
                {method: list(enumerate(sorted(ratios), 1)) for method, ratios in methods.items()},
                title=f"on the {machine} machine",
            )
            for machine, methods in times.items()
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"STEPS": 20_000, "PAIRS": 180})
