"""What two sets of voxels have in common, in six ways: one byte for each voxel, or one bit."""

import numpy as np
from numba import njit

from graders.experiment import Axis, Bars, ExperimentResult, duration, factor, interleaved, main

SIDE = 256  # voxels along a side of the grid
FULL = 30  # of a hundred voxels, how many are in each set
ROUNDS = 7  # how often each way is measured, in turn


@njit
def bytes_compiled(one, other):
    count = 0
    for i in range(len(one)):
        count += one[i] & other[i]
    return count


@njit
def words_compiled(one, other):
    """Take the lowest 1 away until none is left."""
    count = 0
    for i in range(len(one)):
        both = one[i] & other[i]
        while both:
            both &= both - np.uint64(1)
            count += 1
    return count


def measure():
    rng = np.random.default_rng(1)
    grids = [rng.integers(0, 100, SIDE**3, dtype="u1") < FULL for _ in range(2)]
    octets = [np.packbits(grid, bitorder="little") for grid in grids]
    words = [np.concatenate([each, np.zeros(-len(each) % 8, "u1")]).view("u8") for each in octets]
    chosen = [set(np.flatnonzero(grid[: len(grid) // 64]).tolist()) for grid in grids]
    ways = {
        "bool, numpy": lambda: np.count_nonzero(grids[0] & grids[1]),
        "bool, compiled": lambda: bytes_compiled(*grids),
        "bits, unpacked to count": lambda: np.count_nonzero(np.unpackbits(octets[0] & octets[1])),
        "bits, numpy, by bytes": lambda: np.bitwise_count(octets[0] & octets[1]).sum(dtype="i8"),
        "bits, numpy, by words": lambda: np.bitwise_count(words[0] & words[1]).sum(dtype="i8"),
        "bits, compiled": lambda: words_compiled(*words),
    }
    assert len({int(way()) for way in ways.values()}) == 1
    took = interleaved({**ways, "Python": lambda: len(chosen[0] & chosen[1])}, ROUNDS)
    gain = {name: took.ratio("bool, numpy", name) for name in ways}
    size = {name: (grids if name.startswith("bool") else octets)[0].nbytes / 2**20 for name in ways}
    rows = [[name, f"{1e3 * took.seconds(name):.3f}", factor(gain[name]), f"{size[name]:.1f}"] for name in ways]
    python = 64 * took.seconds("Python")
    rows.append(["Python's set (64 times a 64th)", f"{1e3 * python:.0f}", factor(took.seconds("bool, numpy") / python), ""])
    best = "bits, compiled"
    return ExperimentResult(
        f"What two sets of {SIDE} x {SIDE} x {SIDE} voxels have in common",
        ["way", "ms", "as fast as bool in numpy", "MiB for a set"],
        rows,
        f"One byte for each voxel takes {size['bool, numpy']:.0f} MiB and {duration(took.seconds('bool, numpy'))} in numpy, "
        f"compiled {factor(gain['bool, compiled'])} as fast. One bit takes {size[best]:.0f} MiB; counted by words in numpy it "
        f"is {factor(gain['bits, numpy, by words'])} as fast, by bytes {factor(gain['bits, numpy, by bytes'])}, unpacked to "
        f"count {factor(gain['bits, unpacked to count'])}, compiled {factor(gain[best])}: {duration(took.seconds(best))}. "
        f"Python's set would take {duration(python)}.",
        [
            Bars(Axis("time", "seconds", log=True), {name: {"": took.seconds(name)} for name in ways}),
            Bars(Axis("MiB for a set"), {name: {"": size[name]} for name in ("bool, numpy", best)}),
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"SIDE": 32, "ROUNDS": 2})
