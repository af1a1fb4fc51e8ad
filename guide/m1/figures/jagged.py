"""Rows of different lengths in three layouts: how many bytes they take, and how long it takes to add everything up."""

import sys

import numpy as np
from numba import extending, njit, types

from graders.experiment import Axis, Bars, ExperimentResult, duration, factor, interleaved, main

ROWS = 50_000  # rows
SHORTEST = 0  # numbers in the shortest row
LONGEST = 19  # numbers in the longest row
ROUNDS = 5  # how often each is measured, in turn


ITEMS, COUNT = list.__basicsize__ - 16, list.__basicsize__ - 24  # where CPython's list keeps the address of its row, its length
VALUE = float.__basicsize__ - 8  # where its float keeps the number


def reading(kind):
    """A function for compiled code: the number of that kind (an integer, a float) that lies at an address."""

    @extending.intrinsic
    def read(typing, address):
        def generate(context, builder, signature, arguments):
            place = context.get_value_type(kind).as_pointer()
            return builder.load(builder.inttoptr(arguments[0], place))

        return kind(types.intp), generate

    return read


integer_at, float_at = reading(types.intp), reading(types.float64)


@njit
def in_lists(rows):
    """The sum of lists of floats at these addresses: compiled, it follows the same addresses as Python does."""
    total = 0.0
    for row in rows:
        items = integer_at(row + ITEMS)
        for column in range(integer_at(row + COUNT)):
            total += float_at(integer_at(items + 8 * column) + VALUE)
    return total


@njit
def in_rectangle(table):
    total = 0.0
    for row in range(table.shape[0]):
        for column in range(table.shape[1]):
            total += table[row, column]
    return total


@njit
def in_csr(numbers, starts):
    total = 0.0
    for row in range(len(starts) - 1):
        for place in range(starts[row], starts[row + 1]):
            total += numbers[place]
    return total


def bytes_of_lists(rows):
    """The outer list, its rows, and every number, which is an object of its own."""
    numbers = {id(number): sys.getsizeof(number) for row in rows for number in row}
    return sys.getsizeof(rows) + sum(map(sys.getsizeof, rows)) + sum(numbers.values())


def measure():
    rng = np.random.default_rng(1)
    lengths = rng.integers(SHORTEST, LONGEST + 1, ROWS)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    numbers = rng.random(starts[-1])
    objects = np.array(numbers.tolist(), dtype=object)
    lists, mixed = ([row.tolist() for row in np.split(each, starts[1:-1])] for each in (objects, rng.permutation(objects)))
    addresses, mixed_addresses = (np.array([id(row) for row in rows]) for rows in (lists, mixed))
    padded = np.zeros((ROWS, LONGEST))
    padded[np.arange(LONGEST) < lengths[:, None]] = numbers
    sizes = {
        "lists": bytes_of_lists(lists),
        "lists, mixed": bytes_of_lists(mixed),
        "padded": padded.nbytes + lengths.nbytes,
        "CSR": numbers.nbytes + starts.nbytes,
    }
    per = {name: size / len(numbers) for name, size in sizes.items()}
    library = {
        "lists": lambda: sum(map(sum, lists)),
        "lists, mixed": lambda: sum(map(sum, mixed)),
        "padded": lambda: padded.sum(),
        "CSR": lambda: numbers.sum(),
    }
    compiled = {
        "lists": lambda: in_lists(addresses),
        "lists, mixed": lambda: in_lists(mixed_addresses),
        "padded": lambda: in_rectangle(padded),
        "CSR": lambda: in_csr(numbers, starts),
    }
    assert all(np.isclose(work(), numbers.sum()) for work in (*library.values(), *compiled.values()))
    bare, loops = interleaved(library, ROUNDS), interleaved(compiled, ROUNDS)
    return ExperimentResult(
        f"{ROWS:,} rows of {SHORTEST} to {LONGEST} numbers",
        ["layout", "MiB", "bytes per number", "sum or numpy, ms", "compiled loop, ms"],
        [[name, size / 2**20, per[name], 1e3 * bare.seconds(name), 1e3 * loops.seconds(name)] for name, size in sizes.items()],
        f"A list of lists takes {per['lists']:.1f} bytes per number, a padded array {per['padded']:.1f}, CSR {per['CSR']:.1f}. "
        f"Adding everything up row by row in compiled loops takes {duration(loops.seconds('lists'))}, "
        f"{duration(loops.seconds('padded'))} and {duration(loops.seconds('CSR'))}, and where the lists' numbers lie in "
        f"no order {duration(loops.seconds('lists, mixed'))}: CSR is {factor(loops.ratio('lists', 'CSR'))} and "
        f"{factor(loops.ratio('lists, mixed', 'CSR'))} as fast. Python's sum takes {duration(bare.seconds('lists'))} for the "
        f"lists, numpy's {duration(bare.seconds('CSR'))} for CSR.",
        [
            Bars(Axis("bytes per number"), {name: {"": each} for name, each in per.items()}),
            Bars(
                Axis("sum of all", "seconds", log=True),
                {
                    name: {"Python's sum, or numpy's": bare.seconds(name), "compiled loop": loops.seconds(name)}
                    for name in sizes
                },
            ),
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"ROWS": 1000, "ROUNDS": 2})
