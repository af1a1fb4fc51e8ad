"""Counts how often a warp has to load something when its threads go different ways, in Numba's simulator: no GPU is needed."""

import numpy as np

from graders.experiment import Axis, Bars, ExperimentResult, Lines, factor, main
from graders.experiment.kernels import counted, simulated

cuda = simulated()

THREADS = 256  # of a launch, in one block: 8 warps
WAYS = (1, 2, 3, 4, 6, 8)  # ways that a branch has, 8 at most
LONGEST = 24  # steps that the busiest thread does in its loop

WARP = 32


@cuda.jit
def by_kind(x, kind, out):
    """Every thread goes the way that its kind says. Each way loads x by an instruction of its own."""
    i = cuda.grid(1)
    way = kind[i]
    if way == 0:
        y = x[i]
    elif way == 1:
        y = x[i] + 1
    elif way == 2:
        y = x[i] + 2
    elif way == 3:
        y = x[i] + 3
    elif way == 4:
        y = x[i] + 4
    elif way == 5:
        y = x[i] + 5
    elif way == 6:
        y = x[i] + 6
    else:
        y = x[i] + 7
    out[i] = y


@cuda.jit
def as_long_as_it_takes(x, steps, out):
    """Every thread goes round its loop as often as its number says; in each round the whole warp loads the same element."""
    i = cuda.grid(1)
    total = 0
    for step in range(steps[i]):
        total += x[step]
    out[i] = total


def loads(kernel, choice):
    """How often a warp had to load from x, on average.

    All that a warp loads at the same time lies within 128 bytes here, so each load that is issued is one transaction.
    """
    launch = counted(kernel, 1, THREADS, np.zeros(max(THREADS, LONGEST), "f4"), choice, np.zeros(THREADS, "f4"))
    return launch.of("x")[0].transactions * WARP / THREADS


def measure():
    thread = np.arange(THREADS)
    neighbours = {ways: loads(by_kind, (thread % ways).astype("i4")) for ways in WAYS}
    warps = {ways: loads(by_kind, (thread // WARP % ways).astype("i4")) for ways in WAYS}
    steps = 1 + (LONGEST * np.random.default_rng(7).random(THREADS) ** 2).astype("i4")  # many short ones, few long ones
    rounds = {
        "as they come": loads(as_long_as_it_takes, steps),
        "sorted": loads(as_long_as_it_takes, np.sort(steps)),
        "each thread its own": float(np.mean(steps)),
    }
    most = max(WAYS)
    return ExperimentResult(
        "Loads that a warp has to issue when its threads disagree",
        ["what", "neighbours differ", "warps differ"],
        [
            *([f"a branch with {ways} ways", neighbours[ways], warps[ways]] for ways in WAYS),
            ["loops of different lengths, as they come", rounds["as they come"], ""],
            ["loops of different lengths, sorted", "", rounds["sorted"]],
            ["rounds that a thread wanted, on average", rounds["each thread its own"], ""],
        ],
        f"A branch with {most} ways makes a warp load {neighbours[most]:g} times where neighbours go different ways, and "
        f"only {warps[most]:g} where all 32 of a warp go the same one. With loops of different lengths a warp loads "
        f"{rounds['as they come']:.3g} times, sorted by length {rounds['sorted']:.3g} times; its threads wanted "
        f"{rounds['each thread its own']:.3g} on average. Sorting saves {factor(rounds['as they come'] / rounds['sorted'])}.",
        [
            Lines(
                Axis("ways that a branch has"),
                Axis("loads of a warp"),
                {"neighbours go different ways": [*neighbours.items()], "warps go different ways": [*warps.items()]},
            ),
            Bars(
                Axis("loads of a warp, loops of different lengths"),
                {
                    "as they come": {"": rounds["as they come"]},
                    "sorted by length": {"": rounds["sorted"]},
                    "what a thread wanted": {"": rounds["each thread its own"]},
                },
            ),
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"THREADS": 64, "WAYS": (1, 2, 8), "LONGEST": 6}, timed=False)
