"""Reads numbers in six ways, from arrays of growing size: where the curves step up, a cache is full.

Four of them run the same instructions; only the order differs. In the fifth, no read can begin before the last one is done. The
sixth goes in order and works out no addresses, so that compiled code adds up many numbers at a time.
"""

import math

import numpy as np
import psutil
from numba import njit

from graders.experiment import Axis, ExperimentResult, Lines, duration, interleaved, main
from graders.judge import machine

SMALLEST = 8  # KiB in the smallest array
LARGEST = 0  # KiB in the largest array; 0 takes what no cache of this machine holds, at least 128 MiB
LINE = 17  # numbers from one read to the next in the second order; must be odd
PAGE = 1025  # the same in the third order: a little more than a page of 4 KiB
READS = 1 << 18  # reads in a call
ROUNDS = 7  # how often each order is measured, in turn

ORDERS = ("vectorised", "in order", "a line apart", "a page apart", "random", "chained")


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


@njit
def sweep(data, place, stretch, times):
    """The sum of a stretch, again and again. In order and with nothing else to do, the additions are done many at a time."""
    total = 0
    for _ in range(times):
        part = data[place : place + stretch]
        for at in range(len(part)):
            total += part[at]
    return total


def sweeper(data):
    """A call that adds up the next READS numbers, or a smaller array as often as it takes."""
    stretch = min(READS, len(data))
    place = 0

    def work():
        nonlocal place
        place = (place + stretch) % len(data) + sweep(data, place, stretch, READS // stretch)

    return work


def walker(data, order):
    """A call that goes on where the last one stopped. All data is 0; "chained" has to fetch it before it knows that."""
    if order == "vectorised":
        return sweeper(data)
    step = {"in order": 1, "a line apart": LINE, "a page apart": PAGE}.get(order, 1013904223)
    factor = 1664525 if order in ("random", "chained") else 1
    chained = order == "chained"
    place = 0

    def work():
        nonlocal place
        place = visit(data, READS, place, factor, step, chained)

    return work


def largest():
    """KiB: three times the largest cache or more, if that is no more than a quarter of the memory that is free."""
    wanted = max(128 << 20, 3 * max(machine.caches().values(), default=0))
    return 1 << math.floor(math.log2(min(2.0 ** math.ceil(math.log2(wanted)), psutil.virtual_memory().available / 4) / 1024))


def measure():
    curves = {order: [] for order in ORDERS}
    rows, told = [], []
    kib, most = SMALLEST, LARGEST or largest()
    while kib <= most:
        data = np.full(kib * 256, 0, "i4")
        took = interleaved({order: walker(data, order) for order in ORDERS}, ROUNDS)
        each = [took.seconds(order) / READS for order in ORDERS]
        for order, seconds in zip(ORDERS, each, strict=True):
            curves[order].append((data.nbytes, seconds))
        size = f"{kib >> 10} MiB" if kib >= 1024 else f"{kib} KiB"
        rows.append([size, *(1e9 * seconds for seconds in each)])
        told.append((size, [duration(seconds) for seconds in each]))
        kib *= 2
    (small, first), (large, last) = told[0], told[-1]
    return ExperimentResult(
        "One read, by the size of the array and the order",
        ["ns, array of", *ORDERS],
        rows,
        f"From an array of {small} a read takes {first[1]} in order, {first[4]} at random and {first[5]} at random where each "
        f"read decides where the next one goes. From {large} the same reads take {last[1]}, {last[4]} and {last[5]}; "
        f"a line apart they take {last[2]}, a page apart {last[3]}. In order and vectorised it is {first[0]} and {last[0]}.",
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
