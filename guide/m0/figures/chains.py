"""A sum of numbers that are in the cache, by how many sums take turns: in variables, in an array, and left to fastmath."""

import numpy as np
from numba import njit

from graders.experiment import Axis, ExperimentResult, Lines, duration, factor, interleaved, main

SUMS = (1, 2, 3, 4, 8, 16, 32, 64, 128, 256)  # how many sums take turns
VARIABLES = 32  # the most of them in variables of their own
SIZE = 3072  # numbers to add up, float64, about
CALLS = 300  # how often they are added up in a sample
ROUNDS = 9  # how often each is measured, in turn


def in_variables(count):
    """As one writes it: s0 += x[i, 0], s1 += x[i, 1] and so on, compiled; x has a column for each sum."""
    names = [f"s{i}" for i in range(count)]
    lines = ["def total(x, calls):", "    all = 0.0", "    for _ in range(calls):"]
    lines += [f"        {name} = all * 0.0" for name in names]
    lines += ["        for i in range(len(x)):", *(f"            {name} += x[i, {i}]" for i, name in enumerate(names))]
    lines += [f"        all += {' + '.join(names)}", "    return all"]
    made = {}
    exec("\n".join(lines), made)
    return njit(made["total"])


@njit
def in_an_array(x, calls):
    """The same sums as elements of an array, which an inner loop goes over."""
    whole = 0.0
    sums = np.empty(x.shape[1])
    for _ in range(calls):
        sums[:] = whole * 0.0
        for i in range(len(x)):
            row = x[i]
            for j in range(len(row)):
                sums[j] += row[j]
        whole += sums.sum()
    return whole


@njit(fastmath={"reassoc", "nsz"})
def with_fastmath(x, calls):
    """One sum; the compiler may do with the order what it likes."""
    whole = 0.0
    for _ in range(calls):
        total = whole * 0.0
        for i in range(len(x)):
            total += x[i]
        whole += total
    return whole


def measure():
    numbers = np.random.default_rng(8).random(SIZE)
    ways = {}
    for count in SUMS:
        x = numbers[: SIZE // count * count].reshape(-1, count)
        if count <= VARIABLES:
            ways["variables", count] = (in_variables(count), x)
        ways["array", count] = (in_an_array, x)
    ways["fastmath", 1] = (with_fastmath, numbers)
    for way, x in ways.values():
        exact = CALLS * x.sum()
        assert abs(way(x, CALLS) - exact) < 1e-9 * exact, "a sum is wrong"
    took = interleaved({key: lambda way=way, x=x: way(x, CALLS) for key, (way, x) in ways.items()}, ROUNDS)
    each = {key: took.seconds(key) / (CALLS * x.size) for key, (_, x) in ways.items()}
    alone, fast = each["variables", SUMS[0]], each["fastmath", 1]
    curves = {
        "sums in variables": [(n, each["variables", n]) for n in SUMS if n <= VARIABLES],
        "sums in an array": [(n, each["array", n]) for n in SUMS],
        "one sum, with fastmath": [(n, fast) for n in (SUMS[0], SUMS[-1])],
    }
    best = {kind: min((seconds, n) for n, seconds in curve) for kind, curve in curves.items()}
    (most, n), (widest, m) = best["sums in variables"], best["sums in an array"]
    shown = "; ".join(f"{k} gain {factor(alone / each['variables', k])}" for k in (2, 4, 8) if ("variables", k) in each)
    return ExperimentResult(
        "A sum, by the number of sums that take turns",
        ["sums", "in variables, ns", "gain", "in an array, ns", "gain"],
        [
            [
                str(n),
                *((1e9 * each["variables", n], alone / each["variables", n]) if n <= VARIABLES else ("", "")),
                1e9 * each["array", n],
                alone / each["array", n],
            ]
            for n in SUMS
        ]
        + [["1, with fastmath", 1e9 * fast, alone / fast, "", ""]],
        f"One sum takes {duration(alone)} per number. Sums in variables: {shown}; the most, with {n}, is "
        f"{factor(alone / most)}. "
        f"In an array {m} take {duration(widest)}: {factor(alone / widest)}. One with fastmath takes {duration(fast)}: "
        f"{factor(alone / fast)}.",
        [Lines(Axis("sums that take turns", log=True), Axis("time per number", "seconds", log=True), curves)],
    )


if __name__ == "__main__":
    main(measure, quick={"SUMS": (1, 4, 64), "CALLS": 20, "ROUNDS": 2})
