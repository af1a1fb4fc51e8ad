"""Adds up many numbers in six ways, in numbers of 16 and of 32 bits: how wrong each is, and how fast."""

import math

import numpy as np
from numba import njit

from graders.experiment import Axis, Bars, ExperimentResult, Lines, duration, factor, interleaved, main

DATA = "alike"  # alike: one number again and again; random: 0 to 1; signs: -1 to 1; sorted: 0 to 1, largest first
VALUE = 0.1  # the number, where all are alike
COUNTS = (10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000)  # how many are added up
WIDE = 10_000  # how many numbers of 16 bits are added up in 32
REPEATS = 1000  # how often each of the two rows of numbers in the last part of the table is repeated
TIMED = 100_000  # numbers in the sums that are timed, in float32
ROUNDS = 9  # how often each is timed, in turn

ROWS = {
    "sum, two sizes": (1, 1e8, 1, -1e8),
    "sum, three sizes": (1, 1e8, 1e16, 1, -1e16, -1e8),
}


@njit
def shortened(number, drop):
    """The nearest float32 whose last `drop` bits are 0, and of two the one whose next bit is 0."""
    step = np.uint32(1 << drop)
    bits = np.float32(number).view(np.uint32)
    rest = np.uint32(bits % step)
    down = np.uint32(bits - rest)
    odd = (down // step) % 2 == 1
    if 2 * rest > step or (2 * rest == step and odd):
        down = np.uint32(down + step)
    return np.uint32(down).view(np.float32)


@njit
def to_float32(number):
    return number


@njit
def to_float16(number):
    """Of numbers that are not tiny: 13 bits less, and the largest is 65,504."""
    shorter = shortened(number, 13)
    return shorter if abs(shorter) < 65_520 else np.float32(np.inf)


@njit
def to_bfloat16(number):
    return shortened(number, 16)


@njit
def all_of(x, fitted):
    for i in range(len(x)):
        x[i] = fitted(x[i])
    return x


FORMATS = {"float32": to_float32, "float16": to_float16, "bfloat16": to_bfloat16}


@njit
def one_by_one(x, fitted):
    total = np.float32(0)
    for number in x:
        total = fitted(total + number)
    return total


@njit
def in_pairs(x, fitted):
    """Level by level: neighbours are added, then neighbouring sums, until one is left."""
    if len(x) == 0:
        return np.float32(0)
    sums, n = x.copy(), len(x)
    while n > 1:
        for i in range(n // 2):
            sums[i] = fitted(sums[2 * i] + sums[2 * i + 1])
        if n % 2:
            sums[n // 2] = sums[n - 1]
        n = (n + 1) // 2
    return sums[0]


@njit
def by_kahan(x, fitted):
    total = owed = np.float32(0)
    for number in x:
        paid = fitted(number + owed)
        larger = fitted(total + paid)
        arrived = fitted(larger - total)
        owed = fitted(paid - arrived)
        total = larger
    return total


@njit
def exactly(a, b, fitted):
    """(a + b rounded, what that took away); source: Knuth, The Art of Computer Programming, 4.2.2, which asks for no sizes."""
    whole = fitted(a + b)
    of_b = fitted(whole - a)
    of_a = fitted(whole - of_b)
    return whole, fitted(fitted(a - of_a) + fitted(b - of_b))


@njit
def by_neumaier(x, fitted):
    total = aside = np.float32(0)
    for number in x:
        total, gone = exactly(total, number, fitted)
        aside = fitted(aside + gone)
    return fitted(total + aside)


@njit
def by_klein(x, fitted):
    total = aside = further = np.float32(0)
    for number in x:
        total, gone = exactly(total, number, fitted)
        aside, gone = exactly(aside, gone, fitted)
        further = fitted(further + gone)
    return fitted(fitted(total + aside) + further)


@njit
def in_lanes(x, fitted):
    """Sixty-four sums one by one that take turns, without any correction, and then the sum of these."""
    sums = np.zeros(64, np.float32)
    for begin in range(0, len(x), 64):
        for lane in range(min(64, len(x) - begin)):
            sums[lane] = fitted(sums[lane] + x[begin + lane])
    return one_by_one(sums, fitted)


WAYS = {
    "one by one": one_by_one,
    "64 lanes": in_lanes,
    "in pairs": in_pairs,
    "Kahan": by_kahan,
    "Neumaier": by_neumaier,
    "Klein": by_klein,
}


def numbers(count, fitted="float32"):
    """As many float32, each rounded to the format; numpy rounds to float16 what is tiny, too."""
    rng = np.random.default_rng(3)
    if DATA == "alike":
        x = np.full(count, VALUE)
    elif DATA == "signs":
        x = rng.uniform(-1, 1, count)
    else:
        x = rng.random(count)
        x = -np.sort(-x) if DATA == "sorted" else x
    x = x.astype("f4")
    return x.astype("f2").astype("f4") if fitted == "float16" else all_of(x, FORMATS[fitted])


def errors_of(x, fitted):
    """How far every sum is from the exact one of the same numbers, as a fraction of the sum of their sizes."""
    wide = x.astype("f8")
    exact, sizes = math.fsum(wide.tolist()), math.fsum(np.abs(wide).tolist())
    return {name: abs(found - exact) / sizes for name, found in sums_of(x, fitted).items()}


def sums_of(x, fitted):
    return {name: float(way(x, FORMATS[fitted])) for name, way in WAYS.items()}


def shown(wrong):
    return "inf" if math.isinf(wrong) else f"{wrong:.1e}" if wrong else "0"


def curves_of(fitted, rows):
    """The error of every way by count, of those that can be drawn on a logarithmic axis; all of them go to `rows`."""
    curves = {name: [] for name in WAYS}
    for count in COUNTS:
        errors = errors_of(numbers(count, fitted), fitted)
        rows.append([f"{fitted}, {count:,}", *map(shown, errors.values())])
        for name, wrong in errors.items():
            if wrong and math.isfinite(wrong):
                curves[name].append((count, wrong))
    return curves


def measure():
    rows, found = [], {}
    charts = []
    for fitted in FORMATS:
        found[fitted] = curves_of(fitted, rows)
        charts.append(Lines(Axis("how many were added", log=True), Axis(f"error in {fitted}", log=True), found[fitted]))
    for fitted in list(FORMATS)[1:]:
        rows.append([f"{fitted}, added wide", *map(shown, errors_of(numbers(WIDE, fitted), "float32").values())])
    for row, pattern in ROWS.items():
        found_sums = sums_of(np.array(pattern * REPEATS, "f4"), "float32").values()
        rows.append([row, *(f"{found_sum:.7g}" for found_sum in found_sums)])
    x = numbers(TIMED)
    took = interleaved({name: lambda way=way: way(x, to_float32) for name, way in WAYS.items()}, ROUNDS)
    each = {name: took.seconds(name) / TIMED for name in WAYS}
    rows.append(["ns per number", *(f"{1e9 * seconds:.2f}" for seconds in each.values())])
    last = {name: rows[len(COUNTS) - 1][1 + i] for i, name in enumerate(WAYS)}
    worst = "; ".join(f"{name} {wrong}" for name, wrong in last.items())
    slower = "; ".join(f"{name} {factor(took.ratio(name, 'one by one'))}" for name in list(WAYS)[1:])
    return ExperimentResult(
        f"The error of six sums ({DATA}), as a fraction of the sum of all sizes",
        ["", *WAYS],
        rows,
        f"Errors of {COUNTS[-1]:,} numbers in float32: {worst}. One by one takes {duration(each['one by one'])} per number; "
        f"as many times as long: {slower}.",
        [*charts, Bars(Axis("time per number, in float32", "seconds"), {name: {"": each[name]} for name in WAYS})],
    )


if __name__ == "__main__":
    main(measure, quick={"COUNTS": (100, 10_000), "REPEATS": 10, "TIMED": 10_000, "ROUNDS": 2})
