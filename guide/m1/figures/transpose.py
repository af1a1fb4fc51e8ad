"""Turns a matrix over, near a size that is a power of two and in tiles of several sizes."""

import numpy as np
from numba import njit

from graders.experiment import Axis, Bars, ExperimentResult, Lines, duration, factor, interleaved, main

SIZE = 2048  # rows and columns of the matrix in the middle
AWAY = (-24, -16, -8, -4, -1, 0, 1, 4, 8, 16, 24)  # how far its neighbours are from it
TILES = (4, 8, 16, 32, 64, 128)  # sides of the tiles tried
TILE = 8  # side of the tile among the four ways of doing it
PAD = 16  # numbers at the end of every row that nobody uses; 16 are a line of 64 bytes
ROUNDS = 5  # how often each is measured, in turn


@njit
def by_rows(a, b):
    """Reads along the rows, so it has to write down the columns."""
    for y, x in np.ndindex(a.shape):
        b[x, y] = a[y, x]


@njit
def by_tiles(a, b, side):
    """The same, but square by square: a line that was fetched for one row is still there for the next."""
    height, width = a.shape
    for top in range(0, height, side):
        for left in range(0, width, side):
            for y in range(top, min(top + side, height)):
                for x in range(left, min(left + side, width)):
                    b[x, y] = a[y, x]


def matrices(n, pad):
    """Two n by n matrices whose rows begin n + pad numbers apart."""
    return tuple(np.ones((n, n + pad), "f4")[:, :n] for _ in range(2))


def measure():
    ways = {}
    for n in (SIZE + away for away in AWAY):
        a, b = matrices(n, 0)
        wide_a, wide_b = matrices(n, PAD)
        ways[n] = interleaved(
            {
                "row by row": lambda a=a, b=b: by_rows(a, b),
                "np.copyto": lambda a=a, b=b: np.copyto(b, a.T),
                f"tiles of {TILE}": lambda a=a, b=b: by_tiles(a, b, TILE),
                f"row by row, {PAD} spare": lambda a=wide_a, b=wide_b: by_rows(a, b),
            },
            ROUNDS,
        )
    names = list(ways[SIZE].samples)
    a, b = matrices(SIZE, 0)
    sides = interleaved({str(side): lambda side=side: by_tiles(a, b, side) for side in TILES}, ROUNDS)
    best = min(TILES, key=lambda side: sides.seconds(str(side)))
    near, here = ways[SIZE + AWAY[0]].seconds(names[0]), ways[SIZE].seconds(names[0])
    spared = ways[SIZE].ratio(names[0], names[3])
    per = 1e9 / SIZE**2
    return ExperimentResult(
        "Transposing a matrix: time per number",
        ["ns per number", *names],
        [
            *([f"{n} x {n}", *(1e9 * took.seconds(name) / n**2 for name in names)] for n, took in ways.items()),
            *([f"{SIZE} x {SIZE}, tiles of {side}", "", "", per * sides.seconds(str(side)), ""] for side in TILES),
        ],
        f"A matrix of {SIZE + AWAY[0]} rows and columns is transposed row by row in {duration(near)}, one of {SIZE} in "
        f"{duration(here)}. There, np.copyto takes {duration(ways[SIZE].seconds(names[1]))}, tiles of {best}, the best, "
        f"{duration(sides.seconds(str(best)))}, and {PAD} spare numbers behind every row make the plain loop "
        f"{factor(spared)} as fast.",
        [
            Lines(
                Axis("rows and columns"),
                Axis("time per number", "seconds"),
                {name: [(n, took.seconds(name) / n**2) for n, took in ways.items()] for name in names},
            ),
            Bars(
                Axis("time per number", "seconds"),
                {f"tiles of {side}": {"": sides.seconds(str(side)) / SIZE**2} for side in TILES},
                f"{SIZE} rows and columns, by the side of the tiles",
            ),
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"SIZE": 256, "AWAY": (-8, 0, 8), "TILES": (4, 8), "ROUNDS": 1})
