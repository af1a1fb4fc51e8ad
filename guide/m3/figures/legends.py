"""Three old tricks with bits, against what a compiler makes of the plain way."""

import numpy as np
from numba import njit

from graders.experiment import Axis, Bars, ExperimentResult, duration, factor, interleaved, main

WORDS = 100_000  # words whose bits are counted, and floats whose roots are wanted
PAIRS = 100_000  # pairs of numbers that are both compared
PASSES = 50  # of a hundred first numbers, how many pass the comparison
ROUNDS = 9  # how often each is measured, in turn

ONE = np.uint64(1)


@njit
def bit_after_bit(words):
    count = 0
    for i in range(len(words)):
        for bit in range(64):
            count += words[i] >> np.uint64(bit) & ONE
    return count


@njit
def lowest_away(words):
    """As many steps as there are ones: Kernighan's loop."""
    count = 0
    for i in range(len(words)):
        word = words[i]
        while word:
            word &= word - ONE
            count += 1
    return count


@njit
def in_pairs(words):
    """Sums of neighbours, in fields of 2, 4 and 8 bits, then of all bytes by one multiplication."""
    count = np.uint64(0)
    for i in range(len(words)):
        word = words[i]
        word -= word >> ONE & np.uint64(0x5555555555555555)
        word = (word & np.uint64(0x3333333333333333)) + (word >> np.uint64(2) & np.uint64(0x3333333333333333))
        word = word + (word >> np.uint64(4)) & np.uint64(0x0F0F0F0F0F0F0F0F)
        count += word * np.uint64(0x0101010101010101) >> np.uint64(56)
    return count


@njit
def from_bits(x, y):
    """The guess of 1999 and one step."""
    for i in range(len(x)):
        bits = np.uint32(0x5F3759DF) - (np.float32(x[i]).view(np.uint32) >> np.uint32(1))
        guess = np.uint32(bits).view(np.float32)
        y[i] = guess * (np.float32(1.5) - np.float32(0.5) * x[i] * guess * guess)


@njit(error_model="numpy")
def plain_root(x, y):
    for i in range(len(x)):
        y[i] = np.float32(1) / np.sqrt(x[i])


@njit(error_model="numpy", fastmath=True)
def inexact_root(x, y):
    """The same, where the compiler may take the guess that the processor has, and improve it."""
    for i in range(len(x)):
        y[i] = np.float32(1) / np.sqrt(x[i])


@njit
def one_after_the_other(a, b, limit, out):
    found = 0
    for i in range(len(a)):
        if a[i] < limit and b[i] < limit:
            out[found] = i
            found += 1
    return found


@njit
def both_at_once(a, b, limit, out):
    found = 0
    for i in range(len(a)):
        out[found] = i
        found += (a[i] < limit) & (b[i] < limit)
    return found


def measure():
    rng = np.random.default_rng(1)
    words = rng.integers(0, 1 << 64, WORDS, dtype="u8", endpoint=False)
    x, y = rng.uniform(0.01, 100, WORDS).astype("f4"), np.empty(WORDS, "f4")
    a, b, out = *rng.integers(0, 100, (2, PAIRS)), np.empty(PAIRS + 1, "i8")
    ordered = np.sort(a)

    roots = {"1 / sqrt": plain_root, "bits, one step": from_bits, "1 / sqrt, fastmath": inexact_root}
    error = {}
    for name, way in roots.items():
        way(x, y)
        error[name] = float(np.abs(y * np.sqrt(x.astype("f8")) - 1).max())
    tasks = {
        "count ones": (
            WORDS,
            {
                "bit after bit": lambda: bit_after_bit(words),
                "lowest 1 away": lambda: lowest_away(words),
                "sums in pairs": lambda: in_pairs(words),
                "np.bitwise_count": lambda: int(np.bitwise_count(words).sum()),
            },
        ),
        "1 / root": (WORDS, {name: lambda way=way: way(x, y) for name, way in roots.items()}),
        "two questions": (
            PAIRS,
            {
                "and": lambda: one_after_the_other(a, b, PASSES, out),
                "&": lambda: both_at_once(a, b, PASSES, out),
                "and, sorted": lambda: one_after_the_other(ordered, b, PASSES, out),
                "&, sorted": lambda: both_at_once(ordered, b, PASSES, out),
            },
        ),
    }
    assert len({int(way()) for way in tasks["count ones"][1].values()}) == 1
    took = interleaved({f"{task}: {name}": way for task, (_, ways) in tasks.items() for name, way in ways.items()}, ROUNDS)
    rows, ns = [], {}
    for task, (n, ways) in tasks.items():
        first = next(iter(ways))
        for name in ways:
            ns[task, name] = took.seconds(f"{task}: {name}") / n
            rows.append(
                [f"{task}: {name}", f"{1e9 * ns[task, name]:.3f}", factor(took.ratio(f"{task}: {first}", f"{task}: {name}"))]
            )
    gain = {name: factor(took.ratio("count ones: bit after bit", f"count ones: {name}")) for name in tasks["count ones"][1]}
    gain |= {name: factor(took.ratio("1 / root: 1 / sqrt", f"1 / root: {name}")) for name in roots}
    asked = {name: duration(ns["two questions", name]) for name in tasks["two questions"][1]}
    return ExperimentResult(
        "Three old tricks: ns for each element",
        ["what, and how", "ns", "as fast as the first"],
        rows,
        f"The ones of a word, bit after bit, take {duration(ns['count ones', 'bit after bit'])}; taking the lowest 1 away is "
        f"{gain['lowest 1 away']} as fast, sums in pairs {gain['sums in pairs']}, np.bitwise_count {gain['np.bitwise_count']}. "
        f"The inverse root from bits is {gain['bits, one step']} as fast as 1 / sqrt, with an error of "
        f"{error['bits, one step']:.2g}; with fastmath 1 / sqrt is {gain['1 / sqrt, fastmath']} as fast, with an error of "
        f"{error['1 / sqrt, fastmath']:.2g}. Two questions in a row, of "
        f"which {PASSES} % of the first are answered yes, take {asked['and']} with `and`, {asked['&']} with `&`, and where the "
        f"first numbers are sorted, {asked['and, sorted']} and {asked['&, sorted']}.",
        [
            Bars(Axis("ns for each", log=True), {name: {"": 1e9 * ns[task, name]} for name in ways}, title=task)
            for task, (_, ways) in tasks.items()
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"WORDS": 2000, "PAIRS": 2000, "ROUNDS": 2})
