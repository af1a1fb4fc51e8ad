"""How many distances a depth buffer can tell apart, the usual way round and reversed."""

import numpy as np

from graders.experiment import Axis, Bars, ExperimentResult, Lines, main

DISTANCES = 200_001  # distances, evenly spaced from near to far
NEAR = 0.125  # the nearest distance that is shown
FAR = 1000.0  # the farthest one
PIECES = 20  # pieces of the way from near to far, for the curves


def usual(z):
    """0 at near and 1 at far, in float64, to be rounded afterwards."""
    return FAR * (z - NEAR) / (z * (FAR - NEAR))


def reversed_(z):
    """1 at near and 0 at far."""
    return NEAR * (FAR - z) / (z * (FAR - NEAR))


def in_24_bits(depth):
    """Whole numbers from 0 to 2**24 - 1, as graphics cards have them, too."""
    return np.rint(depth * (2**24 - 1)).astype(np.uint32)


KINDS = {
    "float32, usual": lambda z: usual(z).astype(np.float32),
    "float32, reversed": lambda z: reversed_(z).astype(np.float32),
    "1 - the usual, in float32": lambda z: np.float32(1) - usual(z).astype(np.float32),
    "24 bits, usual": lambda z: in_24_bits(usual(z)),
    "24 bits, reversed": lambda z: in_24_bits(reversed_(z)),
    "float16, usual": lambda z: usual(z).astype(np.float16),
    "float16, reversed": lambda z: reversed_(z).astype(np.float16),
}
CURVES = ("float32, usual", "float32, reversed", "24 bits, usual")


def apart(depth):
    """How many different ones there are."""
    return len(np.unique(depth))


def measure():
    z = np.linspace(NEAR, FAR, DISTANCES)
    count = {name: apart(kind(z)) for name, kind in KINDS.items()}
    pieces = np.array_split(z, PIECES)
    curves = {
        name: [(float(piece.mean()), 100 * apart(KINDS[name](piece)) / len(piece)) for piece in pieces] for name in CURVES
    }
    last = {name: curve[-1][1] for name, curve in curves.items()}
    return ExperimentResult(
        f"Different depths of {DISTANCES:,} distances, {NEAR:g} to {FAR:g}",
        ["kept as", "different depths", "of all"],
        [[name, number, f"{number / DISTANCES:.1%}"] for name, number in count.items()],
        f"Of {DISTANCES:,} distances, float32 tells {count['float32, usual']:,} apart the usual way round and "
        f"{count['float32, reversed']:,} reversed; 1 less the usual one {count['1 - the usual, in float32']:,}. With whole "
        f"numbers of 24 bits it is {count['24 bits, usual']:,} and {count['24 bits, reversed']:,}. In the farthest "
        f"{PIECES}th of the way float32 keeps {last['float32, usual']:.0f} % of them the usual way round.",
        [
            Bars(Axis("different depths"), {name: {"": float(number)} for name, number in count.items()}),
            Lines(Axis("distance"), Axis("% of distances that are told apart"), curves),
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"DISTANCES": 20_001}, timed=False)
