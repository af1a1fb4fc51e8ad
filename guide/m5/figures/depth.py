"""Works out how much of its time a model works when its batches are read ahead, a few or many, and reading is irregular."""

import numpy as np

from graders.experiment import Axis, ExperimentResult, Lines, main

STEP = 10.0  # milliseconds for which the model works on a batch
READ = 8.0  # milliseconds for reading a batch, on the average
STALL = 60.0  # milliseconds of a read that has to wait: for a disk, a network, or somebody else
STALLS = 0.05  # how often that happens, as a part of 1
DEPTHS = (0, 1, 2, 4, 8, 16, 32)  # batches that are read ahead; 0: read when the model asks
BATCHES = 20_000  # batches in all


def reads(kind, rng):
    """Milliseconds for each batch: READ on the average, but for the last kind."""
    if kind == "always the same":
        return np.full(BATCHES, READ)
    if kind == "a stall now and then":
        stalled = rng.random(BATCHES) < STALLS
        return np.where(stalled, STALL, max(READ - STALLS * STALL, 0) / (1 - STALLS))
    return np.full(BATCHES, READ * 1.5)


def at_work(taken, depth):
    """The part of the time in which the model works. A thread begins to read when one of so many places is free."""
    read = begins = 0.0
    free = [0.0] * max(depth, 1)  # when each place was last emptied
    for number, each in enumerate(taken.tolist()):
        place = number % len(free)
        if depth == 0:
            begins = begins + STEP * (number > 0) + each
            continue
        read = max(read, free[place]) + each
        begins = max(begins + STEP * (number > 0), read)
        free[place] = begins
    return STEP * len(taken) / (begins + STEP)


def measure():
    rng = np.random.default_rng(3)
    kinds = ("always the same", "a stall now and then", "half as long again")
    found = {kind: [(depth, at_work(reads(kind, rng), depth)) for depth in DEPTHS] for kind in kinds}
    last = {kind: found[kind][-1][1] for kind in kinds}
    first = {kind: next(work for depth, work in found[kind] if depth) for kind in kinds}
    return ExperimentResult(
        f"A model with steps of {STEP:g} ms, and batches that take {READ:g} ms to read",
        ["read ahead", *kinds],
        [[str(depth), *(f"{found[kind][row][1]:.0%}" for kind in kinds)] for row, depth in enumerate(DEPTHS)],
        f"Read when they are asked for, batches of {READ:g} ms let a model with steps of {STEP:g} ms work for "
        f"{found[kinds[0]][0][1]:.0%} of the time. With {min(filter(None, DEPTHS))} read ahead it is "
        f"{first[kinds[0]]:.0%} if every batch takes the same, {first[kinds[1]]:.0%} if one in {1 / STALLS:.0f} takes "
        f"{STALL:g} ms; with {DEPTHS[-1]}, {last[kinds[0]]:.0%} and {last[kinds[1]]:.0%}. If reading takes {READ * 1.5:g} ms, "
        f"{last[kinds[2]]:.0%} is all that there is.",
        [
            Lines(
                Axis("batches read ahead"),
                Axis("the model works, per cent of the time"),
                {kind: [(depth, 100 * work) for depth, work in found[kind]] for kind in kinds},
            )
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"BATCHES": 500}, timed=False)
