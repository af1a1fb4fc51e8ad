"""How far off a verdict is by chance, by the number of pairs: a loop against itself, alone and in a crowd."""

import gc
import statistics
import subprocess
import sys
import time

from numba import njit

from graders.experiment import Axis, ExperimentResult, Lines, cores, main
from graders.quantities import two_digits

STEPS = 100_000  # steps of the loop
PAIRS = 6000  # how often it is timed against itself, on either machine
GROUPS = (1, 3, 9, 27, 81, 243)  # pairs that make a verdict
TOLERANCES = (0, 1, 2, 3, 5, 10, 20)  # per cent that a verdict has to be above 1 to be an alarm
VERDICT = 9  # pairs that make a verdict in the chart of alarms
GATE = 10  # per cent by which nine pairs of ten may differ on a machine that counts as quiet
COMPETITORS = 1  # programs that compute meanwhile, for every core

LONGEST = 60
"""Seconds after which a competitor stops by itself, should nobody be left to stop it."""
METHODS = {
    "median of ratios": lambda group: statistics.median(new / old for old, new in group),
    "ratio of means": lambda group: sum(new for _, new in group) / sum(old for old, _ in group),
    "ratio of fastest": lambda group: min(new for _, new in group) / min(old for old, _ in group),
}


@njit
def spin(steps):
    x = 1.0
    for i in range(steps):
        x = x * 0.999999 + 1e-6 * i
    return x


def pairs():
    """(seconds, seconds) of the same loop, over and over."""
    found = []
    gc.collect()
    gc.disable()
    for _ in range(PAIRS):
        begin = time.perf_counter()
        spin(STEPS)
        between = time.perf_counter()
        spin(STEPS)
        found.append((between - begin, time.perf_counter() - between))
    gc.enable()
    return found


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


def verdicts(found, size, method):
    """What the method makes of each run of so many pairs; the right answer is 1."""
    step = max(1, size // 8)
    return [METHODS[method](found[at : at + size]) for at in range(0, len(found) - size + 1, step)]


def off_by(ratios, share):
    """By how many per cent this share of the ratios is off at most, upwards or downwards."""
    apart = sorted(max(ratio, 1 / ratio) - 1 for ratio in ratios)
    return 100 * apart[min(len(apart) - 1, int(share * len(apart)))]


def gate(found):
    """How far nine pairs of ten are apart; ends the program where that is too far for a machine that is called quiet."""
    apart = off_by([new / old for old, new in found], 0.9)
    if apart > GATE:
        raise SystemExit(
            f"Refused: this machine is not quiet. Of a loop timed against itself, one pair in ten differs by more than "
            f"{apart:.0f} %, and {GATE} % are allowed (--gate). Close the browser, plug in the power, and try again."
        )
    return apart


def words(per_cent):
    """3.4 %, or a factor of 12 where per cent say nothing any more."""
    return f"{two_digits(per_cent)} %" if per_cent < 100 else f"a factor of {two_digits(1 + per_cent / 100)}"


def measure():
    spin(1)
    quiet = pairs()
    apart = gate(quiet)
    machines = {"quiet": quiet, "crowded": crowded()}
    far, rows = {}, []
    for machine, found in machines.items():
        for size in GROUPS:
            for method in METHODS:
                far[machine, method, size] = off_by(verdicts(found, size, method), 0.95)
            rows.append([machine, size, *(far[machine, method, size] for method in METHODS)])
    alarms = {
        f"{machine}, {method}": [
            (tolerance, 100 * sum(ratio > 1 + tolerance / 100 for ratio in ratios) / len(ratios)) for tolerance in TOLERANCES
        ]
        for machine, found in machines.items()
        for method in METHODS
        for ratios in [verdicts(found, VERDICT, method)]
    }
    for machine in machines:
        for at, tolerance in enumerate(TOLERANCES):
            shares = (alarms[f"{machine}, {method}"][at][1] for method in METHODS)
            rows.append([f"{machine}, alarm >{tolerance} %", VERDICT, *(f"{share:.1f}" for share in shares)])
    median, mean, _ = METHODS
    few, many = GROUPS[0], GROUPS[-1]
    told = {
        machine: f"{words(far[machine, median, few])} with {few} and {words(far[machine, median, many])} with {many} of them"
        for machine in machines
    }
    return ExperimentResult(
        "A loop against itself: off by so many %, and alarms in 100 verdicts",
        ["machine", "pairs", *METHODS],
        rows,
        f"Nine of ten pairs differ by {apart:.2g} % at most, so the quiet machine is quiet. In 19 verdicts of 20 the median of "
        f"the ratios is off by at most {told['quiet']}; on the crowded machine by {told['crowded']}, and there the ratio of "
        f"the means of {many} is off by {words(far['crowded', mean, many])}.",
        [
            Lines(
                Axis("pairs that make a verdict", log=True),
                Axis("off by so many %, in 19 of 20", log=True),
                {
                    f"{machine}, {method}": [(size, far[machine, method, size]) for size in GROUPS]
                    for machine in machines
                    for method in METHODS
                },
            ),
            Lines(
                Axis(f"alarm above so many %, {VERDICT} pairs each"),
                Axis("false alarms in 100 verdicts"),
                {name: alarms[name] for name in alarms if name.startswith("crowded") or median in name},
            ),
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"STEPS": 5000, "PAIRS": 300, "GROUPS": (1, 9, 27), "GATE": 1_000_000})
