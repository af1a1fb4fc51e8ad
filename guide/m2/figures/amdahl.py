"""A job of which some cannot be shared, with more and more workers: as fixed work (Amdahl) and as growing work (Gustafson)."""

import statistics
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
from _work import stir

from graders.experiment import Axis, ExperimentResult, Lines, cores, factor, interleaved, main

SERIAL = 0.1  # how much of the work one worker has to do alone, 0 to 1
STEPS = 24_000_000  # all of the work, in steps of about a nanosecond
PIECES = 240  # so many pieces the rest of it can be cut into
MOST = 0  # as many workers at most, or 0: twice as many as cores
FORESEEN = 16  # as many workers the curves go up to
ROUNDS = 15  # how often each is measured, in turn


START = np.uint64(1)


def job(pool, workers, alone, shared):
    """First the part that nobody can help with, then the rest, in stretches of pieces of equal size."""
    stir(START, alone)
    piece = shared // PIECES
    ends = [PIECES * worker // workers for worker in range(workers + 1)]
    mine, *others = [piece * (end - begin) for begin, end in pairwise(ends)]
    at_work = [pool.submit(stir, START, steps) for steps in others]
    stir(START, mine)  # who hands out the work can do a piece of it, too
    for each in at_work:
        each.result()


def several():
    """How many workers are tried: 1, 2, 3, 4, 6, 8, 12, 16 …, as many as there are cores, and the most."""
    most = MOST or 2 * cores()
    some = [n for step in range(12) for n in (2**step, 3 * 2**step) if n < most]
    return sorted({1, *some, min(cores(), most), most})


def measure():
    if not 0 <= SERIAL <= 1:
        raise SystemExit("--serial is a fraction: something between 0 and 1")
    workers = several()
    alone, shared = int(SERIAL * STEPS), int((1 - SERIAL) * STEPS)
    with ThreadPoolExecutor(max(workers)) as pool:
        fixed = {n: lambda n=n: job(pool, n, alone, shared) for n in workers}
        grown = {-n: lambda n=n: job(pool, n, alone, n * shared) for n in workers}
        took = interleaved(fixed | grown, ROUNDS)
    gain = {n: took.ratio(1, n) for n in workers}
    # n workers do the part that is shared n times: so much more work, in so much more time.
    more = {n: (SERIAL + (1 - SERIAL) * n) * took.ratio(1, -n) for n in workers}
    # What Karp and Flatt take out of a single measurement: which fraction alone would explain it.
    blamed = {n: (n / gain[n] - 1) / (n - 1) for n in workers if n > 1}
    within = [blamed[n] for n in blamed if n <= cores()] or list(blamed.values()) or [SERIAL]
    seen = min(1.0, max(0.0, statistics.median(within)))
    last = max(FORESEEN, *workers)
    curve = range(1, last + 1, 1 + last // 20)
    most = max((n for n in workers if n <= cores()), default=1)
    limit = f"no number of workers gains more than {factor(1 / seen)}" if seen > 0.001 else "nothing sets a limit"
    return ExperimentResult(
        f"{100 * SERIAL:.0f} % of the work cannot be shared",
        ["workers", "time ms", "gain", "alone %", "n times the work ms", "gain then"],
        [
            [
                f"{n}" + (f" on {cores()} core{'s' if cores() > 1 else ''}" if n > cores() else ""),
                1e3 * took.seconds(n),
                factor(gain[n]),
                f"{100 * blamed[n]:.1f}" if n in blamed else "",
                1e3 * took.seconds(-n),
                factor(more[n]),
            ]
            for n in workers
        ],
        f"With {100 * SERIAL:.0f} % of the work done alone, {most} workers are {gain[most]:.2f}x as fast as one, as if "
        f"{100 * seen:.1f} % were done alone: then {limit}. With a rest that grows with the workers, {most} of them get "
        f"{more[most]:.2f}x as much done in the same time. With {max(workers)} workers on {cores()} cores it is "
        f"{gain[max(workers)]:.2f}x.",
        [
            Lines(
                Axis("workers"),
                Axis("gain", "ratio"),
                {
                    "measured": [(n, gain[n]) for n in workers],
                    f"the law, with {100 * seen:.1f} % alone": [(n, 1 / (seen + (1 - seen) / n)) for n in curve],
                },
                {"cores here": cores()},
                "the same work for all (Amdahl)",
            ),
            Lines(
                Axis("workers"),
                Axis("gain", "ratio"),
                {
                    "measured": [(n, more[n]) for n in workers],
                    f"the law, with {100 * seen:.1f} % alone": [(n, seen + (1 - seen) * n) for n in curve],
                },
                {"cores here": cores()},
                "more work for more workers (Gustafson)",
            ),
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"STEPS": 1_000_000, "ROUNDS": 2})
