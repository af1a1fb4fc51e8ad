"""How many arrays numpy asks memory for while it works out a formula, by how the formula is written."""

import tracemalloc

import numpy as np

from graders.experiment import Axis, Bars, ExperimentResult, main

LARGE = 1_000_000  # numbers in a large array, float64
SMALL = 10_000  # numbers in a small one


def product(x, y):
    return x * x + y * y


def root(x, y):
    return np.sqrt(x * x + y * y)


def weighted(x, y):
    return 2 * x + 3 * y + 1


def with_out(x, y):
    squares = x * x
    other = y * y
    np.add(squares, other, out=squares)
    return np.sqrt(squares, out=squares)


def in_chunks(x, y, chunk=1000):
    answer = np.empty_like(x)
    for first in range(0, len(x), chunk):
        part = slice(first, first + chunk)
        answer[part] = np.sqrt(x[part] * x[part] + y[part] * y[part])
    return answer


FORMULAS = {
    "x * x + y * y": product,
    "np.sqrt(x * x + y * y)": root,
    "2 * x + 3 * y + 1": weighted,
    "the root, with out=": with_out,
    "the root, in chunks": in_chunks,
}


def arrays(formula, n):
    """How many arrays of n numbers are there at the worst moment, the answer among them."""
    x, y = np.ones((2, n))
    formula(x, y)
    tracemalloc.start()
    formula(x, y)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / x.nbytes


def measure():
    many = {name: {size: arrays(formula, n) for size, n in sizes().items()} for name, formula in FORMULAS.items()}
    large, small = sizes()
    return ExperimentResult(
        "Arrays in memory at the worst moment, the answer among them",
        ["formula", *sizes()],
        [[name, *(f"{count:.1f}" for count in found.values())] for name, found in many.items()],
        f"x * x + y * y has {many['x * x + y * y'][large]:.1f} large arrays in memory at once and "
        f"{many['x * x + y * y'][small]:.1f} small ones, its root {many['np.sqrt(x * x + y * y)'][large]:.1f} and "
        f"{many['np.sqrt(x * x + y * y)'][small]:.1f}, in chunks {many['the root, in chunks'][large]:.1f} and "
        f"{many['the root, in chunks'][small]:.1f}.",
        [Bars(Axis("arrays in memory at once"), many)],
    )


def sizes():
    return {f"{LARGE:,} numbers": LARGE, f"{SMALL:,} numbers": SMALL}


if __name__ == "__main__":
    main(measure, quick={"LARGE": 200_000}, timed=False)
