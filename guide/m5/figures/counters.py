"""Four loops and their twins, in cycles and instructions for each element: what a processor's counters would tell apart."""

import re

import numpy as np
from numba import njit

from graders.experiment import Axis, Bars, ExperimentResult, duration, interleaved, main
from graders.quantities import two_digits

SIZE = 4_000_000  # elements of each loop
STEPS = 1_000_000  # steps of the chain by which a cycle is measured
ROUNDS = 9  # how often each is measured, in turn

IN_CACHE = 4000
"""Numbers that are added up again and again."""
DIGITS = 9
"""Decimal digits of the numbers whose digits are added up."""


@njit
def chain(steps, a, b):
    """Two operations in a step, each of which waits a cycle for the one before: on every processor of today."""
    x = np.int64(1)
    for _ in range(steps):
        x = (x + a) ^ b
    return x


@njit
def follow(after):
    """Goes round a ring: where to go next stands where it is."""
    at = after[0]
    while at != 0:
        at = after[at]
    return at


@njit
def keep(x, limit, out):
    """Copies the numbers below the limit."""
    kept = 0
    for i in range(len(x)):
        if x[i] < limit:
            out[kept] = x[i]
            kept += 1
    return kept


@njit
def total(x):
    one = 0.0
    for i in range(len(x)):
        one += x[i]
    return one


@njit
def four_totals(x):
    one = two = three = four = 0.0
    for i in range(0, len(x) - 3, 4):
        one += x[i]
        two += x[i + 1]
        three += x[i + 2]
        four += x[i + 3]
    return one + two + three + four


@njit
def digits(numbers):
    """The sum of all digits, one by one."""
    found = np.uint64(0)
    for i in range(len(numbers)):
        rest = numbers[i]
        for _ in range(DIGITS):
            found += rest % np.uint64(10)
            rest //= np.uint64(10)
    return found


@njit
def digits_by_three(numbers, sums):
    """The same, three digits at a time, whose sum stands in a table."""
    found = np.uint64(0)
    for i in range(len(numbers)):
        rest = numbers[i]
        for _ in range(DIGITS // 3):
            found += sums[rest % np.uint64(1000)]
            rest //= np.uint64(1000)
    return found


CONDITIONAL_JUMP = re.compile(r"(?:j(?!mp)\w+|b\.\w+|cbn?z\s.*,|tbn?z\s.*,)\s+(\.?L\w+)$")


def innermost_loops(function):
    """The loops in the machine code that have no loop inside, each a list of instructions; for x86-64 and arm64."""
    code, labels, jumps = [], {}, []
    for line in next(iter(function.inspect_asm().values())).split("cpython")[0].splitlines():
        line = re.sub(r"\s*(#|//|;).*", "", line).strip()
        if line.endswith(":"):
            labels[line[:-1]] = len(code)
        elif line and not line.startswith("."):
            code.append(line)
            jump = CONDITIONAL_JUMP.match(line)
            if jump and jump[1] in labels:
                jumps.append((labels[jump[1]], len(code)))
    inner = [(a, b) for a, b in jumps if not any((c, d) != (a, b) and a <= c and d <= b for c, d in jumps)]
    return [code[begin:end] for begin, end in inner]


def instructions(function, known, times=1):
    """Instructions for each element in the largest such loop; every element has so many of the known one."""
    largest = max(innermost_loops(function), key=len, default=[])
    elements = sum(bool(re.match(known, line)) for line in largest) / times
    return len(largest) / elements if elements else None


def ring(order):
    """Where to go next, for a way round that visits all places in this order."""
    after = np.empty(len(order), np.int32)
    after[order] = np.roll(order, -1)
    return after


def measure():
    rng = np.random.default_rng(12)
    in_order = ring(np.arange(SIZE, dtype=np.int32))
    shuffled = ring(np.append(0, 1 + rng.permutation(SIZE - 1)).astype(np.int32))
    x, out = rng.random(SIZE), np.zeros(SIZE)
    in_cache = x[:IN_CACHE]
    calls = SIZE // len(in_cache)
    ordered = np.sort(x)
    numbers = rng.integers(0, 10**DIGITS, SIZE).astype(np.uint64)
    sums = np.array([sum(map(int, str(each))) for each in range(1000)], dtype=np.uint64)
    works = {
        "follow, shuffled": lambda: follow(shuffled),
        "follow, in order": lambda: follow(in_order),
        "keep, random": lambda: keep(x, 0.5, out),
        "keep, sorted": lambda: keep(ordered, 0.5, out),
        "total, one": lambda: [total(in_cache) for _ in range(calls)],
        "total, four": lambda: [four_totals(in_cache) for _ in range(calls)],
        "digits, one by one": lambda: digits(numbers),
        "digits, by three": lambda: digits_by_three(numbers, sums),
    }
    assert digits(numbers[:1000]) == digits_by_three(numbers[:1000], sums)
    took = interleaved({**works, "a cycle": lambda: chain(STEPS, 7, 5)}, ROUNDS)
    cycle = took.seconds("a cycle") / (2 * STEPS)
    jump, add, count, look_up = r"(jne|b\.ne|cbn?z)\b", r"(v?addsd|fadd)\b", r"incq\b", r"addq\s+\("
    read = {
        "follow, shuffled": instructions(follow, jump),
        "follow, in order": instructions(follow, jump),
        "total, one": instructions(total, add),
        "total, four": instructions(four_totals, add),
        "digits, one by one": instructions(digits, count),
        "digits, by three": instructions(digits_by_three, look_up, DIGITS // 3),
    }
    cycles = {name: took.seconds(name) / SIZE / cycle for name in works}
    rows, per_cycle = [], {}
    for name in works:
        count = read.get(name)
        if count:
            per_cycle[name] = count / cycles[name]
        rows.append(
            [
                name,
                duration(took.seconds(name) / SIZE),
                cycles[name],
                count or "?",
                per_cycle.get(name, "?"),
            ]
        )
    miss = cycles["follow, shuffled"] - cycles["follow, in order"]
    guess = 2 * (cycles["keep, random"] - cycles["keep, sorted"])
    told = ", ".join(f"{name} {two_digits(cycles[name])}" for name in works)
    return ExperimentResult(
        "Four loops and their twins: cycles and instructions for each element",
        ["loop", "time", "cycles", "instructions", "instructions/cycle"],
        rows,
        f"A cycle takes {duration(cycle)}, which is {two_digits(1e-9 / cycle)} GHz. Cycles for each element: {told}. A miss "
        f"costs {two_digits(miss)} cycles more than none, a wrong guess {two_digits(guess)}.",
        [
            Bars(Axis("cycles for each element", log=True), {name: {"": each} for name, each in cycles.items()}),
            Bars(
                Axis("instructions for each cycle, as far as they can be read"),
                {name: {"": each} for name, each in per_cycle.items()},
            ),
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"SIZE": 20_000, "STEPS": 100_000, "ROUNDS": 2})
