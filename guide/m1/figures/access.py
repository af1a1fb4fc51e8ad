"""Reads numbers in five orders, from arrays of growing size: where the curves step up, a cache is full.

Four of them run the same instructions; only the order differs, and that is enough. In the fifth, no read can begin before the
last one is done.
"""

import numpy as np
from numba import njit

from graders.experiment import Axis, Findings, Lines, duration, interleaved, main
from graders.judge import machine

SMALLEST = 8  # KiB in the smallest array
LARGEST = 128 * 1024  # KiB in the largest array
LINE = 17  # numbers from one read to the next in the second order; must be odd
PAGE = 1025  # the same in the third order: a little more than a page of 4 KiB
READS = 1 << 18  # reads in a call
ROUNDS = 7  # how often each order is measured, in turn

ORDERS = ("in order", "a line apart", "a page apart", "random", "random, chained")


@njit
def visit(data, reads, place, factor, step, chained):
    """Where the walk is after that many reads. With an odd step and such a factor it comes to every place once."""
    last, total = len(data) - 1, 0
    for _ in range(reads):
        found = data[place]
        total += found
        place = (factor * place + step) & last
        if chained:
            place ^= found
    return place + (total & 1)


def walker(data, order):
    """A call that goes on where the last one stopped. All data is 0; "chained" has to fetch it before it knows that."""
    step = {"in order": 1, "a line apart": LINE, "a page apart": PAGE}.get(order, 1013904223)
    factor = 1664525 if "random" in order else 1
    chained = "chained" in order
    place = 0

    def work():
        nonlocal place
        place = visit(data, READS, place, factor, step, chained)

    return work


def measure():
    curves = {order: [] for order in ORDERS}
    rows, told = [], []
    kib = SMALLEST
    while kib <= LARGEST:
        data = np.full(kib * 256, 0, "i4")
        took = interleaved({order: walker(data, order) for order in ORDERS}, ROUNDS)
        each = [took.seconds(order) / READS for order in ORDERS]
        for order, seconds in zip(ORDERS, each, strict=True):
            curves[order].append((data.nbytes, seconds))
        size = f"{kib >> 10} MiB" if kib >= 1024 else f"{kib} KiB"
        rows.append([f"array of {size}", *(1e9 * seconds for seconds in each)])
        told.append((size, [duration(seconds) for seconds in each]))
        kib *= 2
    (small, first), (large, last) = told[0], told[-1]
    return Findings(
        "One read, by the size of the array and the order",
        ["ns per read", *ORDERS],
        rows,
        f"From an array of {small} a read takes {first[0]} in order, {first[3]} at random and {first[4]} at random where each "
        f"read decides where the next one goes. From {large} the same reads take {last[0]}, {last[3]} and {last[4]}; "
        f"a line apart they take {last[1]}, a page apart {last[2]}.",
        [
            Lines(
                Axis("size of the array", "bytes", log=True),
                Axis("time of one read", "seconds", log=True),
                curves,
                marks=machine.caches(),
            )
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"LARGEST": 256, "READS": 1 << 14, "ROUNDS": 2})
