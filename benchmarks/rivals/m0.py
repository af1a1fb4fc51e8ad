"""m0 beside numpy, torch, the standard library, and scipy and Pillow where they are installed.

m0.e1 and e4 are not here: pytest-benchmark and hypothesis do another job than these exercises ask for. m0.e6 has no rival but
its yardstick, and m0.x1 reads machine code.
"""

import io
import math
import tempfile
from itertools import accumulate
from pathlib import Path

import numpy as np
import torch

from rivals import Case, agrees, installed, row

# m0.e2


@row("m0.e2", "moving_average, {1,000,000} numbers, windows of 32")
def moving_average(solution, given, rng, size):
    x = rng.normal(3, 1, size(1_000_000)).astype("f4")
    others = {
        "np.convolve": lambda: np.convolve(x.astype("f8"), np.full(32, 1 / 32), "valid"),
        "torch.avg_pool1d": lambda: torch.nn.functional.avg_pool1d(torch.from_numpy(x).double()[None], 32, 1)[0],
    }
    return Case(lambda: solution.moving_average(x, 32), others, rtol=1e-9, moved=12 * len(x))


@row("m0.e2", "nearest_centre, {20,000} points, 64 centres")
def nearest_centre(solution, given, rng, size):
    centres = rng.random((64, 32), dtype="f4")
    points = centres[rng.integers(0, 64, size(20_000))] + np.float32(0.1) * rng.random((size(20_000), 32), dtype="f4")
    others = {"torch.cdist": lambda: torch.cdist(torch.from_numpy(points), torch.from_numpy(centres)).argmin(1)}
    if vq := installed("scipy.cluster.vq"):
        others["scipy vq"] = lambda: vq.vq(points, centres)[0].astype("i8")
    return Case(lambda: solution.nearest_centre(points, centres), others)


# m0.e3


@row("m0.e3", "smooth, {200,000} numbers", "Nothing but the chain of multiplications is left, one after the other, for both.")
def smooth(solution, given, rng, size):
    x = rng.normal(0, 1, size(200_000))

    def by_accumulate():
        return np.fromiter(accumulate(x.tolist(), lambda last, new: 0.3 * new + 0.7 * last), "f8", len(x))

    others = {"itertools.accumulate": by_accumulate}
    if signal := installed("scipy.signal"):
        others["scipy lfilter"] = lambda: signal.lfilter([0.3], [1, -0.7], x, zi=[0.7 * x[0]])[0]
    return Case(lambda: solution.smooth(x, 0.3), others, rtol=1e-12)


# m0.e5


@agrees("m0.e5", "write_png, read by Pillow")
def write_png(solution, given, rng, size):
    picture = rng.integers(0, 256, (33, 21, 3), dtype="u1")

    def written():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "picture.png"
            solution.write_png(path, picture)
            return path.read_bytes()

    def read(data):
        image = installed("PIL.Image")
        return np.asarray(image.open(io.BytesIO(data))) if image and isinstance(data, bytes) else picture

    return Case(written, {"the picture": lambda: picture}, shown=read)


# m0.e7


@row("m0.e7", "forward, {1,000} networks")
def forward(solution, given, rng, size):
    shapes = [(size(1000), 12, 9), (size(1000), 12), (size(1000), 2, 12), (size(1000), 2), (size(1000), 9)]
    arrays = [rng.normal(0, 0.5, shape).astype("f4") for shape in shapes]
    W1, b1, W2, b2, x = map(torch.from_numpy, arrays)

    def by_torch():
        hidden = torch.relu(torch.baddbmm(b1[..., None], W1, x[..., None]))
        return torch.tanh(torch.baddbmm(b2[..., None], W2, hidden))[..., 0]

    return Case(lambda: solution.forward(*arrays), {"torch.baddbmm": by_torch}, rtol=1e-5)


@row("m0.e7", "roulette, {4,000} numbers")
def roulette(solution, given, rng, size):
    fitness, u = rng.random(size(4000)) + 0.1, rng.random(size(4000))

    def by_torch():
        ends = torch.from_numpy(fitness).cumsum(0)
        return torch.searchsorted(ends, torch.from_numpy(u) * ends[-1], right=True)

    return Case(lambda: solution.roulette(fitness, u), {"torch.searchsorted": by_torch})


# m0.e8


@row(
    "m0.e8",
    "dot, {65,536} numbers",
    "BLAS adds without a correction: a fourth of the operations, and an error that grows with n.",
)
def dot(solution, given, rng, size):
    a, b = rng.random((2, size(65_536)))
    others = {"np.dot": lambda: float(a @ b), "math.sumprod": lambda: getattr(math, "sumprod", np.dot)(a.tolist(), b.tolist())}
    return Case(lambda: solution.dot(a, b), others, rtol=1e-12, moved=a.nbytes + b.nbytes)


@row("m0.e8", "polynomials, 32 coefficients at {100,000} points")
def polynomials(solution, given, rng, size):
    c, x = rng.normal(0, 1, 32), rng.uniform(-1, 1, size(100_000))
    return Case(lambda: solution.polynomials(c, x), {"np.polyval": lambda: np.polyval(c[::-1], x)}, rtol=1e-12)
