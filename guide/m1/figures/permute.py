"""Reads rows in a new order: through an index every time, or moved into that order once. Which one, depends on how often."""

import numpy as np
from numba import njit

from graders.experiment import Axis, ExperimentResult, Lines, duration, factor, interleaved, main

NUMBERS = 1 << 22  # numbers in all
ROWS = (1, 8, 64)  # numbers in a row; rows stay whole
READS = 6  # how often everything is read afterwards
ROUNDS = 5  # how often each is measured, in turn


@njit
def through(table, order):
    """The sum of all numbers, fetched in that order; signs alternate, so that the order matters."""
    total, sign = 0.0, 1.0
    for place in order:
        for column in range(table.shape[1]):
            total += sign * table[place, column]
        sign = -sign
    return total


@njit
def straight(table):
    """The same sum of a table that lies in that order already."""
    total, sign = 0.0, 1.0
    for place in range(len(table)):
        for column in range(table.shape[1]):
            total += sign * table[place, column]
        sign = -sign
    return total


def measure():
    rows, curves, told = [], {}, []
    for width in ROWS:
        rng = np.random.default_rng(1)
        table = rng.random((NUMBERS // width, width), "f4")
        order = rng.permutation(len(table))
        places = order.view("u8")  # without a sign: compiled code need not look out for negative ones
        moved = table[order]
        assert through(table, places) == straight(moved)
        took = interleaved(
            {
                "through the index": lambda t=table, o=places: through(t, o),
                "moving": lambda t=table, o=order, m=moved: np.take(t, o, axis=0, out=m, mode="clip"),
                "after moving": lambda m=moved: straight(m),
            },
            ROUNDS,
        )
        indexed, moving, after = (took.seconds(each) for each in took.samples)
        even = moving / (indexed - after) if indexed > after else READS
        times = took.ratio("through the index", "after moving")
        rows.append([f"rows of {width}", 1e3 * indexed, 1e3 * moving, 1e3 * after, factor(times), int(even) + 1])
        told.append((width, indexed, moving, after, even))
        if width in (ROWS[0], ROWS[-1]):
            curves[f"rows of {width}, index"] = [(reads, reads * indexed) for reads in range(READS + 1)]
            curves[f"rows of {width}, moved"] = [(reads, moving + reads * after) for reads in range(READS + 1)]
    (_, indexed, moving, after, even), (wide, *_, last) = told[0], told[-1]
    return ExperimentResult(
        "Read through an index, or move once and read in order",
        ["ms", *took.samples, "ratio", "pays from read"],
        rows,
        f"Numbers one by one: reading all through the index takes {duration(indexed)}, moving them {duration(moving)}, reading "
        f"them after that {duration(after)}; moving pays from read {int(even) + 1} on, with "
        f"rows of {wide} from read {int(last) + 1} on.",
        [Lines(Axis("how often everything is read"), Axis("time in all", "seconds"), curves)],
    )


if __name__ == "__main__":
    main(measure, quick={"NUMBERS": 1 << 15, "ROUNDS": 2})
