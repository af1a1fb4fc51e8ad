"""Two threads each write one number and then read the other's: how often do both read what was there before?"""

import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from _atomics import add, load, load_relaxed, store, store_relaxed
from numba import njit

from graders.experiment import Axis, Bars, ExperimentResult, main

SECONDS = 3.0  # how long the threads go on meeting
MEETINGS = 5000  # meetings in a round; the rounds of both ways alternate
PATIENCE = 20_000  # looks after which a thread that waits for the other gives a meeting up

GIVE_UP = 20.0
X, Y, MET = 0, 64, 128  # far apart, so that each is in a line of its own


@njit(nogil=True)
def meet(memory, number, patience):
    """Wait until both are here for the number-th time; False if the other does not come."""
    add(memory, MET, 1)
    while patience and load(memory, MET) < 2 * number + 2:
        patience -= 1
    return patience > 0


@njit(nogil=True)
def write_then_read(memory, mine, other, found, patience, ordered):
    """found[i] is what was seen of the other's number at meeting i: -1 where it did not come."""
    for i in range(len(found)):
        if not meet(memory, 2 * i, patience):
            found[i] = -1
        elif ordered:
            store(memory, mine, i + 1)
            found[i] = load(memory, other)
        else:
            store_relaxed(memory, mine, i + 1)
            found[i] = load_relaxed(memory, other)
        meet(memory, 2 * i + 1, patience)


def seen(pool, ordered):
    """One round: how often which of the threads saw what the other had written."""
    memory, found = np.zeros(192, "i8"), np.zeros((2, MEETINGS), "i8")
    ends = [
        pool.submit(write_then_read, memory, mine, other, found[at], PATIENCE, ordered)
        for at, (mine, other) in enumerate([(X, Y), (Y, X)])
    ]
    for end in ends:
        end.result()
    met = (found >= 0).all(axis=0)
    new = found > np.arange(MEETINGS)
    counts = [met & (new[0] ^ new[1]), met & new[0] & new[1], met & ~new[0] & ~new[1]]
    return np.array([each.sum() for each in (met, *counts)])


def measure():
    ways = {"relaxed": False, "in one order": True}
    counts = {way: np.zeros(4, "i8") for way in ways}
    end = time.perf_counter() + SECONDS
    with ThreadPoolExecutor(2) as pool:
        write_then_read(np.zeros(192, "i8"), X, Y, np.zeros(1, "i8"), 1, True)  # compiled here
        while time.perf_counter() < end or not all(each.any() for each in counts.values()):
            for way, ordered in ways.items():
                counts[way] += seen(pool, ordered)
            if time.perf_counter() > end + GIVE_UP:
                raise SystemExit("The two threads never met: on this machine they seem to have one core between them.")
    outcomes = ("the two met", "one saw the other", "both saw each other", "neither saw the other")
    shares = {
        way: {outcome: 100 * each / met for outcome, each in zip(outcomes[1:], rest, strict=True)}
        for way, (met, *rest) in counts.items()
    }
    neither = {way: int(counts[way][3]) for way in ways}
    return ExperimentResult(
        "Each writes one number, then reads the other's",
        ["outcome", *ways],
        [[outcome, *(int(each[at]) for each in counts.values())] for at, outcome in enumerate(outcomes)],
        f"In {neither['relaxed']:,} of {counts['relaxed'][0]:,} meetings neither thread saw what the other had written, which "
        f"is {shares['relaxed'][outcomes[3]]:.2g} %; in the one order that all agree on, in {neither['in one order']:,} of "
        f"{counts['in one order'][0]:,}.",
        [Bars(Axis("% of the meetings"), {outcome: {way: shares[way][outcome] for way in ways} for outcome in outcomes[2:]})],
    )


if __name__ == "__main__":
    main(measure, quick={"SECONDS": 0.3})
