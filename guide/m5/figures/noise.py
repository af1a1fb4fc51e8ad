"""Compares two loops, one of which does more, again and again: on this machine as it is, and with others at work on it."""

import gc
import statistics
import subprocess
import sys
import time

from numba import njit

from graders.experiment import Axis, ExperimentResult, Lines, cores, main
from graders.judge.machine import timing_noise

STEPS = 300_000  # steps of the faster loop
MORE = 10  # how many per cent more the slower one does
PAIRS = 900  # how often both are timed
GROUP = 9  # pairs that make a verdict
COMPETITORS = 1  # programs that compute meanwhile, for every core

LONGEST = 60
"""Seconds after which a competitor stops by itself, should nobody be left to stop it."""
WIDE = 2
"""Ratios from here on are too far apart for an axis in per cent."""
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


def chart(ratios, title):
    """By method, from the smallest to the largest: in per cent where that shows the spread, as factors where it is wide."""
    count, most = len(ratios[METHODS[0]]), max(max(many) for many in ratios.values())
    per_cent = most < WIDE
    return Lines(
        Axis(f"which of {count} verdicts, from the smallest to the largest"),
        Axis("slower by so many %") if per_cent else Axis("slower / faster", "ratio", log=True),
        {
            method: [(at, 100 * (each - 1) if per_cent else each) for at, each in enumerate(sorted(many), 1)]
            for method, many in ratios.items()
        },
        title=title,
    )


def short(ratio):
    """28 or 0.039, but 1.06."""
    return f"{ratio:.2f}" if 0.5 < ratio < 2 else f"{float(f'{ratio:.2g}'):g}"


def measure():
    spin(1)
    before = timing_noise()
    alone = verdicts(pairs())
    noise = max(before, timing_noise())
    times = {"as it is": alone, "crowded": verdicts(crowded())}
    rows, wrong = [], {}
    for machine, methods in times.items():
        for method, ratios in methods.items():
            ordered = sorted(ratios)
            wrong[machine, method] = sum(each <= 1 for each in ratios)
            tenth = len(ordered) // 10
            shown = (ordered[0], ordered[tenth], statistics.median(ordered), ordered[-1 - tenth], ordered[-1])
            rows.append([f"{machine}, {method}", *(f"{each:.2f}" for each in shown), wrong[machine, method]])
    count = len(alone[METHODS[0]])
    told = {method: [short(each) for each in (min(ratios), max(ratios))] for method, ratios in times["crowded"].items()}
    of = {method: f"{wrong['as it is', method]} and {wrong['crowded', method]}" for method in METHODS}
    as_it_is = f"{'quiet' if noise < 0.1 else 'not quiet'}: timing noise {100 * noise:.0f} %"
    return ExperimentResult(
        f"Is it slower? {count} verdicts on {MORE} % more work",
        ["ratio", "least", "10 %", "median", "90 %", "most", "wrong"],
        rows,
        f"With {MORE} % more work, one timing of each on the crowded machine gives anything from {told[METHODS[0]][0]} to "
        f"{told[METHODS[0]][1]} times as long. Of {count} verdicts on the machine as it was ({as_it_is}) and on the crowded "
        f"one, so many say that it is not slower: {of[METHODS[0]]} single timings, {of[METHODS[1]]} means of {GROUP}, "
        f"{of[METHODS[2]]} medians of {GROUP} ratios, which lie between {told[METHODS[2]][0]} and {told[METHODS[2]][1]} on "
        f"the crowded one.",
        [
            chart(alone, f"on the machine as it is ({as_it_is})"),
            chart(times["crowded"], f"with {COMPETITORS} more program{'s' * (COMPETITORS != 1)} at work for every core"),
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"STEPS": 20_000, "PAIRS": 180})
