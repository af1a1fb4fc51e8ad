"""Each word becomes a mean of all words, weighted by how close they are: four ways, their memory and their time."""

import tracemalloc

import numpy as np

from graders.experiment import Axis, Bars, ExperimentResult, duration, factor, interleaved, main

WORDS = 2048  # vectors of which each becomes a mean of all
LENGTH = 64  # numbers in each vector
BLOCK = 128  # rows, and columns, of the weights that are there at a time, where the work is cut
SHARP = 8.0  # how much the close ones count: the weight of a cosine c is exp(SHARP * (c - 1))
ROUNDS = 7  # how often each way is measured, in turn


def as_written(words):
    """Line by line as on the blackboard; every line is an array of n x n."""
    cosines = words @ words.T
    exponents = SHARP * (cosines - 1)
    weights = np.exp(exponents)
    return weights @ words / weights.sum(axis=1)[:, None]


def in_place(words):
    """The same, in one array."""
    weights = words @ words.T
    weights -= 1
    weights *= SHARP
    np.exp(weights, out=weights)
    return weights @ words / weights.sum(axis=1)[:, None]


def in_rows(words):
    """Some words at a time, and all others."""
    means = np.empty_like(words)
    for at in range(0, len(words), BLOCK):
        weights = words[at : at + BLOCK] @ words.T
        weights -= 1
        weights *= SHARP
        np.exp(weights, out=weights)
        means[at : at + BLOCK] = weights @ words / weights.sum(axis=1)[:, None]
    return means


def in_tiles(words):
    """Some words and some of the others at a time; what is divided by comes last."""
    means = np.zeros_like(words)
    sums = np.zeros((len(words), 1), words.dtype)
    for at in range(0, len(words), BLOCK):
        for other in range(0, len(words), BLOCK):
            weights = words[at : at + BLOCK] @ words[other : other + BLOCK].T
            weights -= 1
            weights *= SHARP
            np.exp(weights, out=weights)
            means[at : at + BLOCK] += weights @ words[other : other + BLOCK]
            sums[at : at + BLOCK, 0] += weights.sum(axis=1)
    means /= sums
    return means


WAYS = {"as written": as_written, "in place": in_place, "blocks of rows": in_rows, "tiles": in_tiles}


def peak(way, words):
    """Bytes at the worst moment of a call, with the answer, beyond what was there before."""
    way(words[:10])
    tracemalloc.start()
    way(words)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


def measure():
    words = np.random.default_rng(9).standard_normal((WORDS, LENGTH), dtype="f4")
    words /= np.sqrt((words * words).sum(axis=1))[:, None]
    want = as_written(words)
    assert all(np.allclose(way(words), want, rtol=1e-3, atol=1e-5) for way in WAYS.values())
    took = interleaved({name: lambda way=way: way(words) for name, way in WAYS.items()}, ROUNDS)
    memory = {name: peak(way, words) / 2**20 for name, way in WAYS.items()}
    gain = {name: took.ratio("as written", name) for name in WAYS}
    told = ", ".join(f"{name} {memory[name]:.2g} MiB and {duration(took.seconds(name))}" for name in WAYS)
    return ExperimentResult(
        f"A mean of {WORDS:,} vectors for each of them",
        ["way", "MiB at most", "time", "as fast as written"],
        [[name, f"{memory[name]:.2f}", duration(took.seconds(name)), factor(gain[name])] for name in WAYS],
        f"At the worst moment, and for a call: {told}. The answer has {words.nbytes / 2**20:.2g} MiB.",
        [
            Bars(Axis("MiB at the worst moment", log=True), {name: {"": memory[name]} for name in WAYS}),
            Bars(Axis("milliseconds of a call"), {name: {"": 1e3 * took.seconds(name)} for name in WAYS}),
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"WORDS": 256, "ROUNDS": 2})
