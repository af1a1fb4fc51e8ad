"""Adds up 0.1 again and again, in numbers of 16, 32 and 64 bits and in several orders: how wrong, and how fast."""

from fractions import Fraction

import numpy as np
from numba import njit

from graders.experiment import Axis, Bars, ExperimentResult, Lines, duration, interleaved, main

VALUE = 0.1  # what is added up
COUNTS = (10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000)  # how many times, one after the other
TIMED = 1_000_000  # numbers in the sums that are timed
ROUNDS = 9  # how often each is timed, in turn


@njit
def one_by_one(x, total):
    """The sum in the type of `total`, which is a zero."""
    for value in x:
        total += value
    return total


@njit
def with_what_is_lost(x, total):
    """The sum as two numbers: a large one, and a small one for what rounding takes off the large one."""
    small = total
    for value in x:
        total, lost = both(total, value)
        total, small = both(total, small + lost)
    return total


@njit
def both(a, b):
    """(a + b rounded, what the rounding took away), exactly; source: Knuth, The Art of Computer Programming, 4.2.2."""
    rounded = a + b
    of_b = rounded - a
    return rounded, (a - (rounded - of_b)) + (b - of_b)


WAYS = {
    "float16": ("f2", lambda x: np.add.accumulate(x)[-1]),  # a sum of np.sum's has its own ideas about float16
    "float32": ("f4", lambda x: one_by_one(x, np.float32(0))),
    "float32 in pairs": ("f4", np.sum),
    "two float32": ("f4", lambda x: with_what_is_lost(x, np.float32(0))),
    "float64": ("f8", lambda x: one_by_one(x, np.float64(0))),
}


BY_NUMPY = {"float16": "f2", "float32": "f4", "float64": "f8"}
"""Numba has no float16 on a processor: its time is that of a loop of numpy's, beside the same loop in two other types."""


def error(name, count):
    """(the sum, how far it is from the exact one of the same numbers, as a fraction of that)."""
    kind, work = WAYS[name]
    x = np.full(count, VALUE, kind)
    found, exact = float(work(x)), Fraction(float(x[0])) * count
    return found, float(abs(Fraction(found) - exact) / exact)


def measure():
    curves = {name: [] for name in WAYS}
    rows, sums = [], {}
    for count in COUNTS:
        errors = []
        for name in WAYS:
            sums[name], wrong = error(name, count)
            errors.append(wrong)
            if wrong:  # none cannot be drawn on a logarithmic axis
                curves[name].append((count, wrong))
        rows.append([f"error of {count:,}", *(f"{wrong:.1e}" if wrong else "0" for wrong in errors)])
    inputs = {name: np.full(TIMED, VALUE, kind) for name, (kind, _) in WAYS.items() if name != "float16"}
    took = interleaved({name: lambda name=name: WAYS[name][1](inputs[name]) for name in inputs}, ROUNDS)
    same = {name: np.full(TIMED, VALUE, kind) for name, kind in BY_NUMPY.items()}
    by_numpy = interleaved({name: lambda name=name: np.add.accumulate(same[name]) for name in same}, ROUNDS)
    each = {name: took.seconds(name) / TIMED for name in inputs}
    alike = {name: by_numpy.seconds(name) / TIMED for name in BY_NUMPY}
    for row, seconds in (("ns per number", each), ("by numpy's loop", alike)):
        rows.append([row, *(1e9 * seconds[name] if name in seconds else "" for name in WAYS)])
    told = {name: f"{total:,.4f}".rstrip("0").rstrip(".") for name, total in sums.items()}
    return ExperimentResult(
        f"Adding up {VALUE:g}: the error, and the time",
        ["", *WAYS],
        rows,
        f"{COUNTS[-1]:,} times {VALUE:g} one by one gives {told['float16']} in float16 and {told['float32']} in float32; added "
        f"in pairs, float32 gives {told['float32 in pairs']}, with a second number for what was lost "
        f"{told['two float32']}, and in float64 {told['float64']}. One by one in float32 takes "
        f"{duration(each['float32'])} per number, in pairs {duration(each['float32 in pairs'])}, in two float32 "
        f"{duration(each['two float32'])}, in float64 {duration(each['float64'])}. In one and the same loop of numpy's float16 "
        f"takes {alike['float16'] / alike['float32']:.1f} times as long as float32.",
        [
            Lines(Axis("how many were added", log=True), Axis("error, as a fraction of the sum", log=True), curves),
            Bars(
                Axis("time of one addition", "seconds"),
                {name: {"": seconds} for name, seconds in each.items()},
            ),
            Bars(
                Axis("time of one addition", "seconds"),
                {name: {"": seconds} for name, seconds in alike.items()},
                "one and the same loop of numpy's",
            ),
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"COUNTS": (100, 10_000), "TIMED": 10_000, "ROUNDS": 2})
