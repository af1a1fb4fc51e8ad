"""Gradients through a deep chain of layers: all steps kept, or some kept and the others computed again."""

import tracemalloc

import numpy as np

from graders.experiment import Axis, ExperimentResult, Lines, duration, factor, interleaved, main

DEPTH = 64  # layers
NUMBERS = 200_000  # numbers that go through each layer
KEEP = (1, 2, 4, 8, 16, 32, 64)  # one step in so many is kept
ROUNDS = 5  # how often each is measured, in turn


def layer(x):
    y = 0.9 * x
    return np.tanh(y, out=y)


def slope(y, gradient):
    """Back through a layer whose answer was y."""
    before = y * y
    np.subtract(0.9, 0.9 * before, out=before)
    before *= gradient
    return before


def gradient(x, every):
    """Of the sum of the last layer's answer, by x; of the steps on the way, one in `every` is kept."""
    kept = [x]
    for at in range(1, DEPTH + 1):
        x = layer(x)
        if at % every == 0 or at == DEPTH:
            kept.append(x)
    back = np.ones_like(x)
    while len(kept) > 1:
        steps, end = [kept[-2]], kept.pop()
        for _ in range(min(every, DEPTH - every * (len(kept) - 1)) - 1):
            steps.append(layer(steps[-1]))
        steps.append(end)
        while len(steps) > 1:
            back = slope(steps.pop(), back)
    return back


def peak(x, every):
    tracemalloc.start()
    gradient(x, every)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


def measure():
    x = np.random.default_rng(9).standard_normal(NUMBERS)
    want = gradient(x, 1)
    assert all(np.array_equal(gradient(x, every), want) for every in KEEP)
    took = interleaved({str(every): lambda every=every: gradient(x, every) for every in KEEP}, ROUNDS)
    memory = {every: peak(x, every) for every in KEEP}
    slower = {every: took.ratio(str(every), str(KEEP[0])) for every in KEEP}
    least = min(memory, key=lambda every: memory[every])
    return ExperimentResult(
        f"Gradients through {DEPTH} layers",
        ["one step kept of", "MiB at most", "time", "as long"],
        [[every, memory[every] / 2**20, duration(took.seconds(str(every))), factor(slower[every])] for every in KEEP],
        f"With one step kept of {KEEP[0]} the gradient takes {memory[KEEP[0]] / 2**20:.3g} MiB, with one of {least} "
        f"{memory[least] / 2**20:.3g}, the least, and {factor(slower[least])} the time.",
        [
            Lines(
                Axis("one step kept of", log=True),
                Axis("MiB at the worst moment"),
                {"": [(every, memory[every] / 2**20) for every in KEEP]},
            ),
            Lines(
                Axis("one step kept of", log=True),
                Axis("milliseconds"),
                {"": [(every, 1e3 * took.seconds(str(every))) for every in KEEP]},
            ),
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"DEPTH": 16, "NUMBERS": 10_000, "KEEP": (1, 4, 16), "ROUNDS": 2})
