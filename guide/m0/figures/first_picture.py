"""Which ball does a pixel see? A loop in Python, numpy over all pixels, and a compiled loop, for larger and larger pictures."""

import math
from functools import partial

import numpy as np
from numba import njit

from graders.experiment import Axis, ExperimentResult, Lines, duration, factor, interleaved, main

HEIGHTS = (8, 16, 32, 64, 128, 256, 640)  # how many rows the pictures have; a picture is half as wide again
BALLS = 12  # how many balls there are
LARGEST_LOOP = 256  # so many rows at most for the loop in Python, which always does the first picture
ROUNDS = 5  # how often each is measured, in turn


def balls(count):
    """x, y, z and radius of every ball; the eye is far away, so all rays are parallel to z."""
    rng = np.random.default_rng(4)
    return np.stack(
        [rng.uniform(-1.4, 1.4, count), rng.uniform(-0.9, 0.9, count), rng.uniform(3, 9, count), rng.uniform(0.1, 0.5, count)],
        axis=1,
    )


def by_loop(height, table):
    """How far away the nearest ball is, pixel by pixel."""
    width, rows = height * 3 // 2, []
    for row in range(height):
        y, line = 1 - (2 * row + 1) / height, []
        for column in range(width):
            x, nearest = (2 * column + 1 - width) / height, math.inf
            for across, up, away, radius in table:
                inside = radius**2 - (x - across) ** 2 - (y - up) ** 2
                if inside > 0:
                    nearest = min(nearest, away - math.sqrt(inside))
            line.append(nearest)
        rows.append(line)
    return np.array(rows)


def by_numpy(height, table):
    """The same for all pixels at once, ball by ball."""
    width = height * 3 // 2
    x = (2 * np.arange(width) + 1 - width) / height
    y = 1 - (2 * np.arange(height)[:, None] + 1) / height
    nearest = np.inf * np.ones((height, width))
    for across, up, away, radius in table:
        inside = radius**2 - (x - across) ** 2 - (y - up) ** 2
        hit = np.where(inside > 0, away - np.sqrt(np.maximum(inside, 0)), np.inf)
        np.minimum(nearest, hit, out=nearest)
    return nearest


@njit
def _compiled(table, nearest):
    height, width = nearest.shape
    for row in range(height):
        y = 1 - (2 * row + 1) / height
        for column in range(width):
            x, least = (2 * column + 1 - width) / height, np.inf
            for k in range(len(table)):
                inside = table[k, 3] ** 2 - (x - table[k, 0]) ** 2 - (y - table[k, 1]) ** 2
                if inside > 0:
                    least = min(least, table[k, 2] - math.sqrt(inside))
            nearest[row, column] = least


def compiled(height, table):
    """The loop again, compiled."""
    nearest = np.empty((height, height * 3 // 2))
    _compiled(table, nearest)
    return nearest


def measure():
    table = balls(BALLS)
    several = {"loop": (by_loop, table.tolist()), "numpy": (by_numpy, table), "compiled": (compiled, table)}
    per_pixel: dict = {name: [] for name in several}
    rows = []
    for height in HEIGHTS:
        pixels = height * (height * 3 // 2)
        now = {name: several[name] for name in several if name != "loop" or height <= max(LARGEST_LOOP, HEIGHTS[0])}
        pictures = [function(height, given) for function, given in now.values()]
        if not all(np.allclose(pictures[0], each) for each in pictures):
            raise RuntimeError("the pictures differ")
        took = interleaved({name: partial(function, height, given) for name, (function, given) in now.items()}, ROUNDS)
        for name in now:
            per_pixel[name].append((pixels, took.seconds(name) / pixels))
        cells = [duration(took.seconds(name) / pixels) if name in now else "-" for name in several]
        rows.append([f"{height * 3 // 2} x {height}", *cells, factor(took.ratio("numpy", "compiled"))])
    ends = {name: (points[0][1], points[-1][1]) for name, points in per_pixel.items()}
    best = min(per_pixel["numpy"], key=lambda point: point[1])
    shown = f"{HEIGHTS[-1] * 3 // 2} x {HEIGHTS[-1]}"
    return ExperimentResult(
        f"Time per pixel, {BALLS} balls",
        ["picture", *several, "compiled against numpy"],
        rows,
        f"With {BALLS} balls, a pixel takes a loop in Python {duration(ends['loop'][1])}, whatever the size of the picture. "
        f"numpy takes {duration(ends['numpy'][0])} for a pixel of the smallest picture, at best {duration(best[1])}, with "
        f"{best[0]:,} pixels, and {duration(ends['numpy'][1])} with {shown}; the compiled loop "
        f"{duration(ends['compiled'][0])}, and with {shown} {duration(ends['compiled'][1])}.",
        [Lines(Axis("pixels", log=True), Axis("time per pixel", "seconds", log=True), per_pixel)],
    )


if __name__ == "__main__":
    main(measure, quick={"HEIGHTS": (8, 32), "ROUNDS": 2})
