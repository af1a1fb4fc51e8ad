"""Points that are added to the cells of a large table: in the order in which they came, by rows, along the Z curve."""

import numpy as np
from numba import njit

from graders.experiment import Axis, Bars, ExperimentResult, duration, factor, interleaved, main

POINTS = 400_000  # how many points
SIDE = 4096  # cells along a side of the table, float32, a power of two
REACH = 2  # how far around its cell a point is looked for: 2 are 5 x 5 cells
CLUMPS = 0  # in how many clumps the points lie; 0 spreads them evenly
ROUNDS = 5  # how often each is measured, in turn


@njit
def add(table, x, y):
    for i in range(len(x)):
        table[y[i], x[i]] += 1


@njit
def look_around(table, x, y, reach):
    """The sum over all cells round about every point."""
    total = np.float32(0)
    for i in range(len(x)):
        for row in range(y[i] - reach, y[i] + reach + 1):
            for column in range(x[i] - reach, x[i] + reach + 1):
                total += table[row, column]
    return total


@njit
def z_code(x, y):
    code = np.empty(len(x), np.uint32)
    for i in range(len(x)):
        a, b = np.uint32(0), np.uint32(0)
        for bit in range(16):
            a |= np.uint32((x[i] >> bit & 1) << 2 * bit)
            b |= np.uint32((y[i] >> bit & 1) << 2 * bit + 1)
        code[i] = a | b
    return code


def places(rng):
    if CLUMPS:
        middle = rng.uniform(0.1, 0.9, (CLUMPS, 2))[rng.integers(0, CLUMPS, POINTS)]
        where = (middle + rng.normal(0, 0.01, (POINTS, 2))) % 1 * SIDE
    else:
        where = rng.uniform(0, SIDE, (POINTS, 2))
    return np.clip(where, REACH, SIDE - 1 - REACH).astype("i4").T.copy()


def measure():
    x, y = places(np.random.default_rng(1))
    table = np.zeros((SIDE, SIDE), "f4")
    keys = {"by rows": lambda: (y * SIDE + x).astype("u4"), "along Z": lambda: z_code(x, y)}
    sorts = {name: lambda key=key: np.argsort(key(), kind="stable") for name, key in keys.items()}
    orders = {"as they came": np.arange(POINTS), **{name: sort() for name, sort in sorts.items()}}
    by = {name: (x[order], y[order]) for name, order in orders.items()}
    adding = interleaved({name: lambda xy=xy: add(table, *xy) for name, xy in by.items()}, ROUNDS)
    looking = interleaved({name: lambda xy=xy: look_around(table, *xy, REACH) for name, xy in by.items()}, ROUNDS)
    sorting = interleaved(sorts, ROUNDS)
    cost = {name: sorting.seconds(name) if name in keys else 0.0 for name in by}
    one = lambda seconds: f"{1e9 * seconds / POINTS:.1f}"  # noqa: E731
    gains = {kind: took.ratio("as they came", "along Z") for kind, took in (("add", adding), ("look", looking))}
    rows = [[name, *(one(each) for each in (adding.seconds(name), looking.seconds(name), cost[name]))] for name in by]
    wide = 2 * REACH + 1
    return ExperimentResult(
        f"{POINTS:,} points in a table of {SIDE * SIDE >> 18} MiB: ns for each",
        ["order of the points", "add", f"look at {wide} x {wide} cells", "sort before"],
        rows,
        f"Adding a point takes {duration(adding.seconds('as they came') / POINTS)} in the order in which they came; along the "
        f"Z curve it is {factor(gains['add'])} as fast, by rows {factor(adding.ratio('as they came', 'by rows'))}. Looking at "
        f"{wide} x {wide} cells takes {duration(looking.seconds('as they came') / POINTS)}; along the Z curve it is "
        f"{factor(gains['look'])} as fast, by rows {factor(looking.ratio('as they came', 'by rows'))}. Sorting along the Z "
        f"curve takes {duration(cost['along Z'] / POINTS)} a point.",
        [
            Bars(
                Axis("ns for each point"),
                {
                    name: {
                        "add": 1e9 * adding.seconds(name) / POINTS,
                        f"look at {wide} x {wide}": 1e9 * looking.seconds(name) / POINTS,
                        "sort before": 1e9 * cost[name] / POINTS,
                    }
                    for name in by
                },
            )
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"POINTS": 5000, "SIDE": 256, "ROUNDS": 2})
