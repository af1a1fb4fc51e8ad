"""Sorts keys and finds their order, by comparing and by digits: time per key by their number, and by the width of a digit."""

import numpy as np
from numba import njit

from graders.experiment import Axis, ExperimentResult, Lines, duration, factor, interleaved, main

KEYS = "random"  # random: any 32 bits; sorted: the same, in order; few: a hundred different ones; small: below 65,536
COUNTS = (100, 1000, 10_000, 100_000, 1_000_000, 4_000_000)  # how many keys
WIDTH = 8  # bits of a digit, where the number of keys changes
WIDTHS = (1, 2, 4, 6, 8, 11, 13, 16)  # bits of a digit, where the number of keys stays
FIXED = 1_000_000  # that number of keys
ROUNDS = 5  # how often each is measured, in turn

BITS = 32
PER_PASS = 12
"""Bytes of a key that go to or come from memory in a pass: read to be counted, read to be moved, written."""


@njit
def moved(here, there, mine, theirs, width, with_companions):
    """(the keys in order, their companions in the same order), by digits of that many bits, in the arrays given.

    One function for both, so that what differs in time is what differs in work.
    """
    kinds = 1 << width
    for low in range(0, BITS, width):
        free = np.zeros(kinds + 1, np.int64)
        for key in here:
            free[1 + ((key >> np.uint32(low)) & np.uint32(kinds - 1))] += 1
        for kind in range(kinds):
            free[kind + 1] += free[kind]
        for k in range(len(here)):
            kind = (here[k] >> np.uint32(low)) & np.uint32(kinds - 1)
            spot = free[kind]
            free[kind] = spot + 1
            there[spot] = here[k]
            if with_companions:
                theirs[spot] = mine[k]
        here, there, mine, theirs = there, here, theirs, mine
    return here, mine


def by_digits(keys, width):
    none = np.empty(0, np.int32)
    return moved(keys.copy(), np.empty_like(keys), none, none, width, False)[0]


def order_by_digits(keys, width):
    order = np.arange(len(keys), dtype=np.int32)
    return moved(keys.copy(), np.empty_like(keys), order, np.empty_like(order), width, True)[1]


WAYS = {
    "np.sort": np.sort,
    "by digits": lambda keys: by_digits(keys, WIDTH),
    "np.argsort": lambda keys: np.argsort(keys, kind="stable"),
    "order by digits": lambda keys: order_by_digits(keys, WIDTH),
}


def some(count):
    rng = np.random.default_rng(4)
    if KEYS == "small":
        return rng.integers(0, 1 << 16, count, dtype="u4")
    keys = rng.integers(0, 1 << BITS, count, dtype="u4")
    if KEYS == "few":
        return rng.choice(keys[:100], count)
    return np.sort(keys) if KEYS == "sorted" else keys


def by_count(rows):
    """Seconds per key of every way, by the number of keys."""
    curves = {name: [] for name in WAYS}
    for count in COUNTS:
        keys = some(count)
        assert (WAYS["by digits"](keys) == np.sort(keys)).all(), "not sorted"
        assert (WAYS["order by digits"](keys) == np.argsort(keys, kind="stable")).all(), "not the order"
        took = interleaved({name: lambda way=way, keys=keys: way(keys) for name, way in WAYS.items()}, ROUNDS)
        for name in WAYS:
            curves[name].append((count, took.seconds(name) / count))
        rows.append([f"{count:,} keys", *(f"{1e9 * took.seconds(name) / count:.2f}" for name in WAYS)])
    return curves


def by_width(rows):
    """Seconds per key, by the width of a digit; in arrays that are there already, so that it is the passes that are timed."""
    keys = some(FIXED)
    arrays = keys.copy(), keys.copy(), np.arange(FIXED, dtype=np.int32), np.arange(FIXED, dtype=np.int32)

    def passes(width, with_companions):
        arrays[0][:] = keys
        moved(*arrays, width, with_companions)

    works = {("by digits", width): lambda width=width: passes(width, False) for width in WIDTHS}
    works |= {("order by digits", width): lambda width=width: passes(width, True) for width in WIDTHS}
    took = interleaved({f"{name} {width}": work for (name, width), work in works.items()}, ROUNDS)
    curves = {name: [(w, took.seconds(f"{name} {w}") / FIXED) for w in WIDTHS] for name in ("by digits", "order by digits")}
    for k, width in enumerate(WIDTHS):
        times = -(-BITS // width)
        alone, order = curves["by digits"][k][1], curves["order by digits"][k][1]
        told = f"{width} {'bits' if width > 1 else 'bit'}, {times} passes, {times * PER_PASS} bytes"
        rows.append([told, "", f"{1e9 * alone:.2f}", "", f"{1e9 * order:.2f}"])
    return curves


def measure():
    rows = []
    counts, widths = by_count(rows), by_width(rows)
    last = {name: curve[-1][1] for name, curve in counts.items()}
    best = {name: min((seconds, width) for width, seconds in curve) for name, curve in widths.items()}
    (alone, w), (order, v) = best["by digits"], best["order by digits"]
    gains = [(a[0], a[1] / b[1]) for a, b in zip(counts["np.argsort"], counts["order by digits"], strict=True)]
    most, at = max((gain, count) for count, gain in gains)
    return ExperimentResult(
        f"Time per key, in ns ({KEYS} keys of {BITS} bits)",
        ["", *WAYS],
        rows,
        f"For {COUNTS[-1]:,} keys, np.sort takes {duration(last['np.sort'])} per key, sorting by digits of {WIDTH} bits "
        f"{duration(last['by digits'])}; the order takes np.argsort {duration(last['np.argsort'])}, and by digits "
        f"{duration(last['order by digits'])}. By digits the order gains most at {at:,} keys: {factor(most)}. "
        f"For {FIXED:,} keys, digits of {w} bits are best to sort by ({duration(alone)}), and of {v} bits for the order "
        f"({duration(order)}).",
        [
            Lines(Axis("keys", log=True), Axis("time per key", "seconds", log=True), counts),
            Lines(Axis(f"bits of a digit, {FIXED:,} keys"), Axis("time per key", "seconds", log=True), widths),
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"COUNTS": (100, 5000), "WIDTHS": (4, 8, 11), "FIXED": 10_000, "ROUNDS": 2})
