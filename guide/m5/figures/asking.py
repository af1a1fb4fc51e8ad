"""What one operation of torch costs besides the work: a sum of two arrays of more and more numbers, in numpy and torch."""

from functools import partial
from importlib.util import find_spec

import numpy as np

from graders.experiment import Axis, ExperimentResult, Lines, duration, interleaved, main

SIZES = (1, 4, 16, 64, 256, 1024, 4096, 16384, 65536)  # numbers in an array, one after the other
THREADS = 1  # that torch may use for one operation
ROUNDS = 31  # how often each is measured, in turn


def both(size):
    """Ways to add two arrays of so many numbers, by name."""
    a, b = np.ones((2, size), "f4")
    ways = {"numpy": lambda: a + b}
    if find_spec("torch"):
        import torch

        x, y, weight = torch.from_numpy(a), torch.from_numpy(b), torch.ones(size, requires_grad=True)
        ways["torch"] = lambda: x + y
        ways["torch with a gradient"] = lambda: weight + y
    return ways


def tiny():
    """Calls that compute next to nothing, by name."""
    numbers = [1.0, 2.0]
    calls = {"Python: add two floats": lambda: numbers[0] + numbers[1]}
    if find_spec("torch"):
        import torch

        torch.set_num_threads(THREADS)
        x, layer = torch.ones(1, 16), torch.nn.Linear(16, 16)
        one, out = torch.ones(1), torch.empty(1, 16)
        calls["torch: x.add_(0.0)"] = lambda: x.add_(0.0)
        calls["torch: add into an array"] = lambda: torch.add(x, x, out=out)
        calls["torch: one.item()"] = one.item
        calls["torch: a layer 16 to 16"] = lambda: layer(x)
        calls["inference_mode, entered each time"] = partial(_without_gradient(torch), layer, x)
    return calls


def _without_gradient(torch):
    def called(layer, x):
        with torch.inference_mode():
            return layer(x)

    return called


def measure():
    calls = tiny()
    works = {**calls, **{(name, size): way for size in SIZES for name, way in both(size).items()}}
    took = interleaved(works, ROUNDS)
    names = list(both(1))
    curves = {name: [(size, took.seconds((name, size))) for size in SIZES] for name in names}
    rows = [[f"add {size:,} numbers", *(duration(took.seconds((name, size))) for name in names)] for size in SIZES]
    rows += [[name, duration(took.seconds(name)), *[""] * (len(names) - 1)] for name in calls]
    last = names[min(1, len(names) - 1)]
    fixed, bulk = took.seconds((last, SIZES[0])), took.seconds((last, SIZES[-1])) / SIZES[-1]
    ends = [", ".join(f"{duration(took.seconds((name, size)))} in {name}" for name in names) for size in (SIZES[0], SIZES[-1])]
    words = (
        f"To add two arrays of {SIZES[0]} number{'s' * (SIZES[0] != 1)} takes {ends[0]}; of {SIZES[-1]:,}, {ends[1]}. What "
        f"{last} needs besides is as long as the work on {float(f'{fixed / bulk:.2g}'):,.0f} numbers."
    )
    if len(names) > 1:
        words += f" A layer of 16 to 16 takes {duration(took.seconds('torch: a layer 16 to 16'))}."
    return ExperimentResult(
        f"Adding two arrays of float32, {THREADS} thread{'s' * (THREADS != 1)}",
        ["", *names],
        rows,
        words,
        [Lines(Axis("numbers in each array", log=True), Axis("an addition", "seconds", log=True), curves)],
    )


if __name__ == "__main__":
    main(measure, quick={"SIZES": (1, 4096), "ROUNDS": 2})
