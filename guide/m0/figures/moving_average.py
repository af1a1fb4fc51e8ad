"""One moving average in six ways: how long each takes, and how much memory it asks for meanwhile."""

import tracemalloc

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from graders.experiment import Axis, Bars, ExperimentResult, duration, factor, interleaved, main

NUMBERS = 100_000  # how many numbers, float32
WINDOW = 200  # how many neighbours each mean is taken of
CHUNK = 5_000  # so many means at a time, where the work is cut into pieces
ROUNDS = 5  # how often each way is measured, in turn


def by_loop(x, w):
    """A running total over a list: the best that the interpreter does."""
    numbers = x.tolist()
    total = sum(numbers[:w])
    means = [total / w]
    for i in range(w, len(numbers)):
        total += numbers[i] - numbers[i - w]
        means.append(total / w)
    return np.array(means)


def by_index(x, w):
    """Every window written out, in an array of n x w numbers."""
    return x[np.arange(len(x) - w + 1)[:, None] + np.arange(w)].mean(axis=1, dtype=np.float64)


def by_view(x, w):
    """The same array, but a view: its rows overlap in memory."""
    return sliding_window_view(x, w).mean(axis=1, dtype=np.float64)


def by_shifts(x, w):
    """As many whole arrays added up as a window is wide."""
    total = np.zeros(len(x) - w + 1)
    for shift in range(w):
        total += x[shift : shift + len(total)]
    return total / w


def by_prefix_sums(x, w):
    """What the running total grows by in a window."""
    odometer = np.cumsum(x, dtype=np.float64)
    means = odometer[w - 1 :].copy()
    means[1:] -= odometer[: len(odometer) - w]
    means /= w
    return means


def in_chunks(x, w):
    """The same, for a piece of the answer at a time."""
    means = np.empty(len(x) - w + 1)
    for first in range(0, len(means), CHUNK):
        part = means[first : first + CHUNK]
        part[:] = by_prefix_sums(x[first : first + len(part) + w - 1], w)
    return means


WAYS = {
    "loop over a list": by_loop,
    "windows written out": by_index,
    "windows as a view": by_view,
    "shifted arrays": by_shifts,
    "prefix sums": by_prefix_sums,
    "prefix sums, in chunks": in_chunks,
}


def peak(way, x, w):
    """Bytes in use at the worst moment of a call, beyond what was there before; numpy's are counted like Python's."""
    tracemalloc.start()
    answer = way(x, w)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most - answer.nbytes


def measure():
    x = np.random.default_rng(1).random(NUMBERS, dtype="f4")
    want = by_shifts(x, WINDOW)
    assert all(np.allclose(way(x, WINDOW), want, rtol=1e-9) for way in WAYS.values())
    took = interleaved({name: lambda way=way: way(x, WINDOW) for name, way in WAYS.items()}, ROUNDS)
    memory = {name: peak(way, x, WINDOW) / 2**20 for name, way in WAYS.items()}
    gain = {name: took.ratio("loop over a list", name) for name in WAYS}
    single = np.cumsum(x)
    lost = np.abs((single[WINDOW:] - single[:-WINDOW]) / WINDOW - want[1:]).max() / want.max()
    return ExperimentResult(
        f"The mean of every {WINDOW} neighbours in {NUMBERS:,} numbers",
        ["way", "ms", "as fast as the loop", "MiB beside the answer"],
        [[name, f"{1e3 * took.seconds(name):.2f}", factor(gain[name]), f"{memory[name]:.2f}"] for name in WAYS],
        f"The loop takes {duration(took.seconds('loop over a list'))}, windows as a view {factor(gain['windows as a view'])} "
        f"as fast, prefix sums {factor(gain['prefix sums'])}. Windows written out take {memory['windows written out']:,.0f} "
        f"MiB beside the answer, windows as a view {memory['windows as a view']:.2f}, prefix sums {memory['prefix sums']:.2f}, "
        f"in chunks {memory['prefix sums, in chunks']:.2f}. With a running total in float32 the worst mean is off by "
        f"{lost:.1g} of its size.",
        [
            Bars(Axis("time of a call", "seconds", log=True), {name: {"": took.seconds(name)} for name in WAYS}),
            Bars(Axis("MiB beside the answer", log=True), {name: {"": memory[name]} for name in WAYS}),
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"NUMBERS": 10_000, "WINDOW": 50, "CHUNK": 1000, "ROUNDS": 2})
