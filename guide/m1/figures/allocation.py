"""What a new array costs before anything is computed in it: asking for memory is cheap, touching it first is not."""

import numpy as np

from graders.experiment import Axis, ExperimentResult, Lines, duration, factor, interleaved, main

SMALLEST = 1  # KiB in the smallest array
LARGEST = 256 * 1024  # KiB in the largest array
TIMES = 4  # how many times as large the next one is
ROUNDS = 7  # how often each is measured, in turn

WAYS = ("np.empty", "np.zeros", "empty, filled", "filled again")


def size_of(nbytes):
    return f"{nbytes >> 20} MiB" if nbytes >= 1 << 20 else f"{nbytes >> 10} KiB"


def measure():
    curves = {way: [] for way in WAYS}
    rows = []
    kib = SMALLEST
    while kib <= LARGEST:
        n = kib * 128
        kept = np.empty(n)
        took = interleaved(
            {
                "np.empty": lambda n=n: np.empty(n),
                "np.zeros": lambda n=n: np.zeros(n),
                "empty, filled": lambda n=n: np.empty(n).fill(1.0),
                "filled again": lambda kept=kept: kept.fill(1.0),
            },
            ROUNDS,
        )
        for way in WAYS:
            curves[way].append((kept.nbytes, took.seconds(way)))
        times = took.ratio("empty, filled", "filled again")
        rows.append([size_of(kept.nbytes), *(1e6 * took.seconds(way) for way in WAYS), factor(times)])
        kib *= TIMES
    (large, empty), (_, zeros), (_, fresh), (_, again) = (curves[way][-1] for way in WAYS)
    return ExperimentResult(
        "A new array, and an old one used again",
        ["µs, array of", *WAYS, "new / again"],
        rows,
        f"For {size_of(large)}, np.empty takes {duration(empty)} and np.zeros {duration(zeros)}, but filling what "
        f"np.empty gave takes {duration(fresh)}, and filling it again {duration(again)}: "
        f"the first time takes {factor(times)} as long.",
        [Lines(Axis("size of the array", "bytes", log=True), Axis("time of a call", "seconds", log=True), curves)],
    )


if __name__ == "__main__":
    main(measure, quick={"LARGEST": 1024, "TIMES": 32, "ROUNDS": 2})
