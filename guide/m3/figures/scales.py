"""What a scale for all, for each column and for each group makes of weights, some of which are much larger than the rest."""

import numpy as np

from graders.experiment import Axis, Bars, ExperimentResult, main

COLUMNS = 256  # columns of the weights
ROWS = 1024  # rows of the weights
LOUD = 4  # columns that are larger than the others
TIMES = 30.0  # so many times larger
GROUP = 32  # numbers of a column that share a scale, in the last way
BITS = (8, 4)  # bits of a weight, one after the other


def error(W, bits, shape):
    """Of the product with random inputs, relative, where every piece of that shape has its own scale."""
    most = 2 ** (bits - 1) - 1
    pieces = W.reshape(ROWS // shape[0], shape[0], COLUMNS // shape[1], shape[1])
    scale = np.abs(pieces).max(axis=(1, 3), keepdims=True) / most
    back = (np.round(pieces / scale) * scale).reshape(W.shape)
    x = np.random.default_rng(3).standard_normal((64, ROWS))
    # Column by column: what the quiet ones lose would not show beside the loud ones.
    lost = np.linalg.norm(x @ (back - W), axis=0) / np.linalg.norm(x @ W, axis=0)
    return float(np.median(lost))


def measure():
    rng = np.random.default_rng(2)
    W = rng.standard_normal((ROWS, COLUMNS))
    W[:, rng.permutation(COLUMNS)[:LOUD]] *= TIMES
    ways = {
        "one scale for all": (ROWS, COLUMNS),
        "a scale for each column": (ROWS, 1),
        f"a scale for each {GROUP} of a column": (GROUP, 1),
    }
    found = {name: {f"{bits} bits": error(W, bits, shape) for bits in BITS} for name, shape in ways.items()}
    extra = {name: 32 / (shape[0] * shape[1]) for name, shape in ways.items()}
    first, *_, last = ways
    few = f"{BITS[-1]} bits"
    return ExperimentResult(
        f"{LOUD} of {COLUMNS} columns are {TIMES:g} times larger",
        ["", *(f"{bits} bits" for bits in BITS), "bits of scales"],
        [[name, *(f"{each:.2g}" for each in found[name].values()), f"{extra[name]:.3g}"] for name in ways],
        f"With {few} and {first} the middle column of a product is wrong by {found[first][few]:.0%}, and with "
        f"{last} by {found[last][few]:.0%}; with {BITS[0]} bits by {found[first][f'{BITS[0]} bits']:.1%} and "
        f"{found[last][f'{BITS[0]} bits']:.1%}.",
        [Bars(Axis("relative error of the middle column", log=True), found)],
    )


if __name__ == "__main__":
    main(measure, quick={"COLUMNS": 16, "ROWS": 64}, timed=False)
