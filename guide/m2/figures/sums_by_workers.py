"""The same numbers, added up by more and more workers: how the sum depends on who adds what."""

import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numba import njit

from graders.experiment import Axis, ExperimentResult, Lines, main

NUMBERS = 1_000_000  # how many are added up
WORKERS = (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16)  # by so many threads, one number after the other
PIECE = 4_000  # numbers in a piece, where pieces do not hang on the number of workers
SEED = 1  # which numbers


@njit(nogil=True)
def add(numbers):
    """From left to right, in double precision."""
    total = 0.0
    for number in numbers:
        total += number
    return total


def a_piece_each(pool, numbers, workers):
    return add(np.array(list(pool.map(add, np.array_split(numbers, workers)))))


def small_pieces(numbers):
    """Of always the same size, whoever adds them up."""
    return np.array_split(numbers, math.ceil(len(numbers) / PIECE))


def as_they_come(pool, numbers, workers):
    """Whatever is ready is added."""
    ready = []
    list(pool.map(lambda piece: ready.append(add(piece)), small_pieces(numbers)))
    return add(np.array(ready))


def in_order(pool, numbers, workers):
    """Added in the order in which they lie, whichever was ready first."""
    return add(np.array(list(pool.map(add, small_pieces(numbers)))))


WAYS = {"a piece for each": a_piece_each, "small pieces, as they come": as_they_come, "small pieces, in order": in_order}


def measure():
    numbers = np.random.default_rng(SEED).random(NUMBERS)
    exact = math.fsum(numbers)
    unit = math.ulp(exact)
    sums = {way: {} for way in WAYS}
    for workers in WORKERS:
        with ThreadPoolExecutor(max_workers=workers) as pool:
            for way, sum_of in WAYS.items():
                sums[way][workers] = sum_of(pool, numbers, workers)
    different = {way: len(set(found.values())) for way, found in sums.items()}
    digits = {value: f"{value:.10f}" for found in sums.values() for value in found.values()}
    worst = max(abs(value - exact) for value in sums["a piece for each"].values())
    return ExperimentResult(
        f"{NUMBERS:,} numbers, added up by more and more workers",
        ["workers", *sums],
        [[f"{workers}", *(digits[found[workers]] for found in sums.values())] for workers in WORKERS],
        f"{len(WORKERS)} different numbers of workers give {different['a piece for each']} different sums with a piece for "
        f"each, {different['small pieces, as they come']} with small pieces added as they come, and "
        f"{different['small pieces, in order']} with small pieces added in order. None is further than {worst:.2g} from the "
        f"exact sum of {exact:,.0f}.",
        [
            Lines(
                Axis("workers"),
                Axis("error in units of the last place"),
                {
                    way: [(workers, abs(value - exact) / unit) for workers, value in found.items()]
                    for way, found in sums.items()
                },
            )
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"NUMBERS": 100_000, "WORKERS": (1, 2, 3, 4)})
