"""How many cache lines a box of cells lies in, for three ways to put a square table into memory. Nothing is timed."""

import numpy as np

from graders.experiment import Axis, ExperimentResult, Lines, main

SIDE = 1024  # cells along a side of the table, a power of two
CELL = 4  # bytes of a cell
LINE = 64  # bytes of a line; 4096 for pages
BOXES = 400  # boxes of each size, at places drawn at random
LARGEST = 64  # side of the largest box

SHAPES = {"down a column": (1, 16), "along a row": (16, 1)}


def by_rows(x, y):
    """Row after row, as numpy does it."""
    return y * SIDE + x


def along_z(x, y):
    """The bits of x and y in turn."""
    code = np.zeros_like(x)
    for bit in range(SIDE.bit_length() - 1):
        code |= (x >> bit & 1) << 2 * bit | (y >> bit & 1) << 2 * bit + 1
    return code


def along_hilbert(x, y):
    """From the largest square down: which quarter, in the order of a U, and how the U of the next size is turned."""
    code = np.zeros_like(x)
    half = SIDE // 2
    while half:
        right, up = (x & half > 0).astype(x.dtype), (y & half > 0).astype(x.dtype)
        code += half * half * (3 * right ^ up)
        flipped = (up == 0) & (right == 1)
        x, y = np.where(flipped, SIDE - 1 - x, x), np.where(flipped, SIDE - 1 - y, y)
        x, y = np.where(up == 0, y, x), np.where(up == 0, x, y)
        half //= 2
    return code


WAYS = {"rows": by_rows, "Z": along_z, "Hilbert": along_hilbert}


def lines_of(number, wide, high, rng):
    """(in how many lines such a box lies, in how many stretches of neighbouring lines), in the mean over boxes anywhere."""
    left, top = rng.integers(0, SIDE - wide + 1, BOXES), rng.integers(0, SIDE - high + 1, BOXES)
    x = left[:, None, None] + np.arange(wide)[None, None, :] + np.zeros((1, high, 1), int)
    y = top[:, None, None] + np.arange(high)[None, :, None] + np.zeros((1, 1, wide), int)
    away = np.diff(np.sort((number(x, y) * CELL // LINE).reshape(BOXES, -1), axis=1), axis=1)
    return float(1 + (away > 0).sum(axis=1).mean()), float(1 + (away > 1).sum(axis=1).mean())


def measure():
    sides = [side for side in (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128) if side <= min(LARGEST, SIDE)]
    boxes = {f"{side} x {side}": (side, side) for side in sides} | {f"16 {what}": shape for what, shape in SHAPES.items()}
    found = {
        what: {name: lines_of(way, *shape, np.random.default_rng(0)) for name, way in WAYS.items()}
        for what, shape in boxes.items()
    }
    rows = [[what, *(each[name][kind] for kind in (0, 1) for name in WAYS)] for what, each in found.items()]
    middle = f"{min(16, sides[-1])} x {min(16, sides[-1])}"
    lines, stretches = ([f"{found[middle][name][kind]:.1f}" for name in WAYS] for kind in (0, 1))
    down, along = ([f"{found[f'16 {what}'][name][0]:.1f}" for name in WAYS] for what in SHAPES)
    curves = [{name: [(side, found[f"{side} x {side}"][name][kind]) for side in sides] for name in WAYS} for kind in (0, 1)]
    x = Axis("side of the box, in cells", log=True)
    return ExperimentResult(
        f"Lines of {LINE} bytes that a box of cells lies in",
        ["cells", *(f"lines, {name}" for name in WAYS), *(f"stretches, {name}" for name in WAYS)],
        rows,
        f"A box of {middle} cells lies in {lines[0]} lines row after row, in {lines[1]} along the Z curve and {lines[2]} along "
        f"Hilbert's; they are {stretches[0]}, {stretches[1]} and {stretches[2]} stretches. Sixteen cells of a column lie in "
        f"{down[0]}, {down[1]} and {down[2]} lines, sixteen of a row in {along[0]}, {along[1]} and {along[2]}.",
        [
            Lines(x, Axis("lines", log=True), curves[0], title="lines"),
            Lines(x, Axis("stretches", log=True), curves[1], title="stretches without a gap"),
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"SIDE": 128, "BOXES": 20, "LARGEST": 16}, timed=False)
