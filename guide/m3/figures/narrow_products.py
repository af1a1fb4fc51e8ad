"""How wrong a product of matrices is, against the length of its sums: four ways to spend bits on inputs and on the sum."""

import numpy as np

from graders.experiment import Axis, ExperimentResult, Lines, main

LENGTHS = (16, 64, 256, 1024, 2048, 8192)  # products in one sum, one length after the other
TILE = 16  # products that a matrix unit adds up before it rounds
SIGNS = 0  # 0: all numbers are positive; 1: of either sign
OUTPUTS = 24  # rows, and columns, of the answer

BITS = {"float32": 24, "tf32": 11, "bf16": 8}  # of the fraction, with the leading one
WAYS = {  # inputs, and sum
    "float32": ("float32", "float32"),
    "tf32": ("tf32", "float32"),
    "bf16": ("bf16", "float32"),
    "bf16, sum in bf16": ("bf16", "bf16"),
}


def rounded(x, kind):
    """To so many bits, by the size of the last one. Nothing here is too large or too small."""
    _, exponent = np.frexp(x)
    last = np.ldexp(1.0, exponent - BITS[kind])
    return np.round(x / last) * last


def product(A, B, inputs, sums):
    """A @ B in tiles: inside of one nothing is rounded, and behind each the sum is."""
    A, B = rounded(A, inputs), rounded(B, inputs)
    total = np.zeros((len(A), B.shape[1]))
    for first in range(0, len(B), TILE):
        total = rounded(total + A[:, first : first + TILE] @ B[first : first + TILE], sums)
    return total


def measure():
    rng = np.random.default_rng(8)
    errors: dict = {name: [] for name in WAYS}
    rows = []
    for length in LENGTHS:
        A, B = rng.random((OUTPUTS, length)), rng.random((length, OUTPUTS))
        if SIGNS:
            A, B = 2 * A - 1, 2 * B - 1
        exact = A @ B
        for name, kinds in WAYS.items():
            error = np.linalg.norm(product(A, B, *kinds) - exact) / np.linalg.norm(exact)
            errors[name].append((length, float(error)))
        rows.append([f"{length:,}", *(f"{errors[name][-1][1]:.1e}" for name in WAYS)])
    last = {name: points[-1][1] for name, points in errors.items()}
    told = ", ".join(f"{error:.1e} with {name}" for name, error in last.items())
    return ExperimentResult(
        f"Products of matrices, rounded behind every {TILE} products",
        ["products", *WAYS],
        rows,
        f"In sums of {LENGTHS[-1]:,} products the relative error is {told}. Where nothing else is said the sum is float32.",
        [Lines(Axis("products in a sum", log=True), Axis("relative error", log=True), errors)],
    )


if __name__ == "__main__":
    main(measure, quick={"LENGTHS": (16, 64), "OUTPUTS": 4}, timed=False)
