"""Three benchmarks of nothing: what they time was left out, replaced or put off; beside them a sum that is really made."""

import numpy as np
from numba import njit

from graders.experiment import Axis, ExperimentResult, Lines, duration, interleaved, main

NUMBERS = (100, 1_000, 10_000, 100_000, 1_000_000)  # how many are added, one length after the other
ROUNDS = 15  # how often each is measured, in turn


@njit
def used(x):
    total = 0.0
    for value in x:
        total += value
    return total


@njit
def unused(x):
    total = 0.0
    for value in x:
        total += value


@njit
def foreseen(n):
    total = 0
    for i in range(n):
        total += i
    return total


def put_off(x):
    return sum_later(x)


def sum_later(x):
    total = 0.0
    for value in x:
        total += value
    yield total


WAYS = ("used", "unused", "foreseen", "put off")


def measure():
    curves = {way: [] for way in WAYS}
    for n in NUMBERS:
        x = np.random.default_rng(1).random(n)
        took = interleaved(
            {
                "used": lambda x=x: used(x),
                "unused": lambda x=x: unused(x),
                "foreseen": lambda n=n: foreseen(n),
                "put off": lambda x=x: put_off(x),
            },
            ROUNDS,
        )
        for way in WAYS:
            curves[way].append((n, took.seconds(way)))
    last = {way: duration(curves[way][-1][1]) for way in WAYS}
    return ExperimentResult(
        "Adding up numbers, and three benchmarks that do not",
        ["numbers", *(f"{way}, µs" for way in WAYS)],
        [[f"{n:,}", *(float(f"{1e6 * curves[way][at][1]:.3g}") for way in WAYS)] for at, n in enumerate(NUMBERS)],
        f"To add {NUMBERS[-1]:,} numbers takes {last['used']}. Where the compiler sees that nobody uses the sum it is "
        f"{last['unused']}, where it knows a formula for it {last['foreseen']}, and a generator that nobody asks is made in "
        f"{last['put off']}: the same as for {NUMBERS[0]} numbers.",
        [Lines(Axis("numbers to add", log=True), Axis("time of a call", "seconds", log=True), curves)],
    )


if __name__ == "__main__":
    main(measure, quick={"NUMBERS": (100, 10_000), "ROUNDS": 3})
