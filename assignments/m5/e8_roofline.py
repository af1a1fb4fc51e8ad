"""m5.e8: roofline. Measure what a machine can do, and say before you run a kernel how long it takes, and why.

numpy is all you need. given_e8 has machines to try it on: this one, and some that are made up, whose speed is known. No
function changes what it is given.

A kernel does the same for every element of some arrays. It is a dict with three keys, all per element:
    "flops"    how many additions and multiplications, a float or an int
    "chain"    how many of its steps have to wait for the element before, a float or an int
    "arrays"   a list of (access, item, step): access is "r" for read, "w" for written, "rw" for read and then written; item is
               the size of an element in bytes, 1, 2, 4, 8 or 16; step is how many bytes it is from one element to the next
A step is an int: 0 (the same element all the time), or at least item forwards or, where it is negative, backwards; it need be
no multiple of item. The list may be empty. Numbers are Python's ints and floats; nobody gives you bools.

Memory comes in lines of 64 bytes. So an array takes abs(step) bytes for an element, but no more than a line, and with step 0
none; that is its reach. What is written needs its line first: it is fetched, then written back, whether it was read or not.
    traffic of an element = the reach of all arrays, that of "w" and of "rw" twice
    working set of n elements = n times the reach of all arrays, each once

A machine is a dict with four keys: "levels", a list of one or more (size, bandwidth), sizes in bytes, ascending, bandwidths in
bytes per second; "peak" in flops per second; "latency", seconds for a step that waits; "overhead", seconds for a call. All
numbers in it are positive and finite, the latter two may be 0. A working set goes at the bandwidth of the first level whose
size is not smaller than it, and at that of the last level where it is larger than all of them.

traffic, intensity, predict and bound look at the whole kernel, whatever they need of it, and refuse with a ValueError: another
access, item or step, flops or a chain that is negative, infinite or NaN, and an n that is negative. Answers that are numbers
are Python's floats, and right to 1e-9.
"""

from collections.abc import Callable
from typing import Any

import numpy as np


def traffic(kernel: dict[str, Any]) -> float:
    """How many bytes go from or to memory for an element, as above."""
    raise NotImplementedError


def intensity(kernel: dict[str, Any]) -> float:
    """Flops for each byte of traffic: 0.0 without any flops, else infinity without any traffic."""
    raise NotImplementedError


def predict(kernel: dict[str, Any], n: int, machine: dict[str, Any]) -> float:
    """How many seconds a call with n elements takes: the largest of three times.

        memory      n times the traffic, at the bandwidth of the working set of n elements
        compute     n times the flops, at the peak
        latency     the overhead, and n times the chain times the latency

    n is an int, 0 or more, perhaps 10**15.
    """
    raise NotImplementedError


def bound(kernel: dict[str, Any], n: int, machine: dict[str, Any]) -> str:
    """Which of the three times of predict is the largest: "memory", "compute" or "latency".

    Of equal ones the first in this order, either where only rounding makes a difference; with n = 0 and no overhead it is
    "memory".
    """
    raise NotImplementedError


def measure_bandwidth(move: Callable[[int], None], sizes: list[int], clock: Callable[[], float]) -> np.ndarray:
    """Bytes per second for each of the sizes, in their order: float64 of shape (len(sizes),), right to 8 %.

    move(size) moves so many bytes, and clock() says how many seconds it is. Machines are as they are:
        - A call takes 5 microseconds to 20 milliseconds, where nothing below makes it longer. The clock goes in steps of a
          millisecond or finer.
        - The first ten calls after one with another size take up to ten times as long: caches hold something else.
        - Somebody else works, too, for up to 50 milliseconds at a time: calls that begin then take two to five times as long.
          Afterwards there are 100 milliseconds or more without him.
        - What you do between two calls takes no time worth mentioning. The next time, the same functions may have got faster.
    Sizes are ints of 1 or more, which may repeat; without any, nothing is measured. Anything else (0, a negative size, a float,
    a bool) is refused with a ValueError before anything is moved. For k sizes together the clock may go on for 10 * k seconds:
    ten cold calls take 6 at the worst, and a second is enough for the rest.
    """
    raise NotImplementedError


def measure_peak(multiply: Callable[[int], None], sizes: list[int], clock: Callable[[], float]) -> float:
    """The most flops per second that a product of matrices reaches, at the best of the sizes: a float, right to 8 %.

    multiply(n) multiplies two matrices of n rows and n columns, which takes 2 * n**3 flops. Small matrices do not reach the
    peak, for a call takes its time, and large ones may not, either. Clock, machine and what is refused are as above; without
    any size, too, there is a ValueError.
    """
    raise NotImplementedError
