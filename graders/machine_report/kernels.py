"""Well-known pieces of work for the roofline, each on one thread: how much they move and compute, and how long they take."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from graders.judge import roofline


@dataclass(frozen=True)
class Kernel:
    """A piece of work: bytes that have to be read and written, floating-point operations, and seconds that it took."""

    name: str
    code: str
    moved: int
    operations: int
    seconds: float

    @property
    def intensity(self) -> float:
        """Operations per byte."""
        return self.operations / self.moved

    @property
    def rate(self) -> float:
        """Operations per second."""
        return self.operations / self.seconds


def kernels(seconds: float, n: int) -> Iterator[Kernel]:
    """Measured on arrays of n float64, each for so many seconds, the best of all."""
    side, taps = int(n**0.5), 9
    x, square = np.ones(n), np.ones((side, side))
    turned, vector, weights = np.empty_like(square), np.ones(side), np.ones(taps)
    part, few = x[: n // 8], [1.0] * 100_000

    def in_python() -> float:
        total = 0.0
        for each in few:
            total += each
        return total

    triad, moved = roofline.triad(n)
    yield Kernel("Python loop", "for each in x: total += each", 8 * len(few), len(few), roofline.best(in_python, seconds))
    yield Kernel(
        "transposition", "np.copyto(b, a.T)", 16 * side**2, 0, roofline.best(lambda: np.copyto(turned, square.T), seconds)
    )
    yield Kernel("triad", "np.add(b, c, out=a)", moved, n, roofline.best(triad, seconds))
    yield Kernel("sum", "np.sum(x)", 8 * n, n, roofline.best(lambda: np.sum(x), seconds))
    yield Kernel("matrix · vector", "a @ x", 8 * side**2, 2 * side**2, roofline.best(lambda: square @ vector, seconds))
    convolving = roofline.best(lambda: np.convolve(part, weights, "same"), seconds)
    yield Kernel("convolution", f"np.convolve(x, w), {taps} weights", 16 * len(part), 2 * taps * len(part), convolving)
    matrix = roofline.MATRIX
    multiplying = 2 * matrix**3 / roofline.matmul_rate(seconds)
    yield Kernel("matrix product", f"a @ b, {matrix} rows", 3 * 8 * matrix**2, 2 * matrix**3, multiplying)
