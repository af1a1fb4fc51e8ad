"""How fast one core multiplies matrices of narrow numbers, and how many words a model can say whose weights it reads."""

from functools import partial
from importlib.util import find_spec

import numpy as np
from numba import njit

from graders.experiment import Axis, Bars, ExperimentResult, duration, factor, interleaved, main
from graders.quantities import two_digits

SIZE = 512  # rows, and columns, of the matrices
READ = 256  # MiB that are read to see how fast memory is
WEIGHTS = 1_000_000_000  # weights of the model
ROUNDS = 9  # how often each is measured, in turn


@njit(fastmath=True)
def added_up(x):
    """All numbers, each read once."""
    total = np.float32(0)
    for i in range(len(x)):
        total += x[i]
    return total


def products(rng):
    """The same product in every type that torch has here, by name."""
    if not find_spec("torch"):
        A, B = rng.random((2, SIZE, SIZE), dtype="f4")
        return {"float32": lambda: A @ B, "float64": lambda: A.astype("f8") @ B}
    import torch

    torch.set_num_threads(1)
    wide = torch.from_numpy(rng.random((2, SIZE, SIZE), dtype="f4"))
    types = {"float32": torch.float32, "float64": torch.float64, "bfloat16": torch.bfloat16, "float16": torch.float16}
    ways = {name: partial(torch.matmul, *wide.to(dtype)) for name, dtype in types.items()}
    ways["int8, sums in int32"] = partial(torch._int_mm, *(100 * wide).to(torch.int8))
    return ways


def measure():
    rng = np.random.default_rng(8)
    ways = products(rng)
    numbers = rng.random(READ << 18, dtype="f4")
    took = interleaved({**ways, "reading": lambda: added_up(numbers)}, ROUNDS)
    ratios = {name: took.ratio("float32", name) for name in ways}
    rate = numbers.nbytes / took.seconds("reading")
    rows = [[f"product in {name}", duration(took.seconds(name)), factor(ratios[name])] for name in ways]
    words = {}
    for name, bits in (("32 bits", 32.0), ("16 bits", 16.0), ("8 bits", 8.0), ("4 bits and scales", 5.0)):
        size = WEIGHTS * bits / 8
        words[name] = rate / size
        rows.append([f"model, {name}: {size / 1e9:.3g} GB", duration(size / rate), f"{two_digits(rate / size)} words/s"])
    told = ", ".join(f"{name} {factor(ratio)}" for name, ratio in ratios.items() if name != "float32")
    return ExperimentResult(
        f"Products of {SIZE} x {SIZE}, and reading, on one core",
        ["", "time", "speed"],
        rows,
        f"Against float32, a product on one core is this fast: {told}. Reading all weights of a model once for each word, "
        f"a core that reads {two_digits(rate / 1e9)} GB/s says {two_digits(words['32 bits'])} words per second with 32 bits, "
        f"and {two_digits(words['4 bits and scales'])} with 4 and a scale for each 32.",
        [
            Bars(Axis("times as fast as float32", "ratio", log=True), {name: {"": ratio} for name, ratio in ratios.items()}),
            Bars(Axis("words per second, at most"), {name: {"": each} for name, each in words.items()}),
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"SIZE": 64, "READ": 1, "ROUNDS": 2})
