"""Rows of different lengths in three layouts: how many bytes they take, and how long it takes to add everything up."""

import sys

import numpy as np

from graders.experiment import Axis, Bars, Findings, duration, factor, interleaved, main

ROWS = 50_000  # rows
SHORTEST = 0  # numbers in the shortest row
LONGEST = 19  # numbers in the longest row
ROUNDS = 5  # how often each is measured, in turn


def bytes_of_lists(rows):
    """The outer list, its rows, and every number, which is an object of its own."""
    numbers = {id(number): sys.getsizeof(number) for row in rows for number in row}
    return sys.getsizeof(rows) + sum(map(sys.getsizeof, rows)) + sum(numbers.values())


def measure():
    rng = np.random.default_rng(1)
    lengths = rng.integers(SHORTEST, LONGEST + 1, ROWS)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    numbers = rng.random(starts[-1])
    rows = [row.tolist() for row in np.split(numbers, starts[1:-1])]
    padded = np.zeros((ROWS, LONGEST))
    padded[np.arange(LONGEST) < lengths[:, None]] = numbers
    took = interleaved(
        {"list of lists": lambda: sum(map(sum, rows)), "padded": lambda: padded.sum(), "CSR": lambda: numbers.sum()}, ROUNDS
    )
    sizes = {
        "list of lists": bytes_of_lists(rows),
        "padded": padded.nbytes + lengths.nbytes,
        "CSR": numbers.nbytes + starts.nbytes,
    }
    per = {name: size / len(numbers) for name, size in sizes.items()}
    return Findings(
        f"{ROWS:,} rows of {SHORTEST} to {LONGEST} numbers",
        ["layout", "MiB", "bytes per number", "sum of all, ms"],
        [[name, size / 2**20, per[name], 1e3 * took.seconds(name)] for name, size in sizes.items()],
        f"A list of lists takes {per['list of lists']:.1f} bytes per number, a padded array {per['padded']:.1f}, CSR "
        f"{per['CSR']:.1f}. Adding everything up takes {duration(took.seconds('list of lists'))}, "
        f"{duration(took.seconds('padded'))} and {duration(took.seconds('CSR'))}: CSR is "
        f"{factor(took.ratio('list of lists', 'CSR'))} as fast as the lists.",
        [
            Bars(Axis("bytes per number"), {name: {"": each} for name, each in per.items()}),
            Bars(Axis("sum of all", "seconds", log=True), {name: {"": took.seconds(name)} for name in sizes}),
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"ROWS": 1000, "ROUNDS": 2})
