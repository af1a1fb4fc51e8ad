"""Time per network against the size of a population: one by one, all at once, and with the networks along the last axis."""

from functools import partial

import numpy as np

from graders.experiment import Axis, ExperimentResult, Lines, duration, factor, interleaved, main

SIZES = (1, 4, 16, 64, 256, 1024, 4096, 16384)  # how many networks there are, one size after the other
INPUTS = 9  # numbers that go into a network
HIDDEN = 12  # numbers that come out of its first layer
ROUNDS = 9  # how often each is measured, in turn
BATCH = 4096  # so many networks at least in one sample


def one_by_one(W, x):
    """The first layer of every network: a call or two for each."""
    return np.array([np.maximum(weights @ numbers, 0) for weights, numbers in zip(W, x, strict=True)])


def all_at_once(W, x):
    """The same by one product; network, row, column."""
    return np.maximum(np.matmul(W, x[:, :, None])[:, :, 0], 0)


def networks_last(W, x):
    """The same where the networks lie along the last axis: row, column, network."""
    total = W[:, 0] * x[0]
    for column in range(1, len(x)):
        total += W[:, column] * x[column]
    return np.maximum(total, 0, out=total)


def several(repeats, function, *args):
    """That often: one call alone is short."""
    for _ in range(repeats):
        function(*args)


def measure():
    rng = np.random.default_rng(5)
    names = ("one by one", "all at once", "networks last")
    per_network: dict = {name: [] for name in names}
    rows = []
    for size in SIZES:
        W, x = rng.random((size, HIDDEN, INPUTS), dtype="f4") - 0.5, rng.random((size, INPUTS), dtype="f4")
        turned, across = np.ascontiguousarray(W.transpose(1, 2, 0)), np.ascontiguousarray(x.T)
        if not np.allclose(all_at_once(W, x), networks_last(turned, across).T, atol=1e-5):
            raise RuntimeError("the answers differ")
        repeats = max(1, BATCH // size)

        took = interleaved(
            {
                "one by one": partial(several, repeats, one_by_one, W, x),
                "all at once": partial(several, repeats, all_at_once, W, x),
                "networks last": partial(several, repeats, networks_last, turned, across),
            },
            ROUNDS,
        )
        seconds = {name: took.seconds(name) / repeats / size for name in names}
        for name in names:
            per_network[name].append((size, seconds[name]))
        rows.append([f"{size:,}", *map(duration, seconds.values()), factor(took.ratio("one by one", "all at once"))])
    first, last = {name: points[0][1] for name, points in per_network.items()}, {}
    for name, points in per_network.items():
        last[name] = min(points, key=lambda point: point[1])
    return ExperimentResult(
        f"The first layer of a network, {INPUTS} numbers to {HIDDEN}",
        ["networks", *names, "all at once against one by one"],
        rows,
        f"All at once, a network takes {duration(first['all at once'])} when it is the only one, and "
        f"{duration(last['all at once'][1])} when it is one of {last['all at once'][0]:,}; one by one "
        f"{duration(first['one by one'])} and {duration(last['one by one'][1])}. With the networks along the last axis it "
        f"takes {duration(first['networks last'])} alone and {duration(last['networks last'][1])} among "
        f"{last['networks last'][0]:,}.",
        [Lines(Axis("networks", log=True), Axis("time per network", "seconds", log=True), per_network)],
    )


if __name__ == "__main__":
    main(measure, quick={"SIZES": (1, 64), "ROUNDS": 2, "BATCH": 64})
