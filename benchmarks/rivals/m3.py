"""m3 beside numpy, torch, the standard library, and what else is installed."""

import numpy as np

from rivals import Case, row

# m3.e1


@row("m3.e1", "add_saturating, {1,000,000} of int64", "No library here saturates; numpy needs five calls and as many arrays.")
def add_saturating(solution, given, rng, size):
    ends = np.iinfo("i8")
    a, b = rng.integers(ends.min, ends.max, (2, size(1_000_000)), "i8", endpoint=True)
    return Case(lambda: solution.add_saturating(a, b), {"numpy": lambda: given.in_whole_arrays(a, b)}, moved=3 * a.nbytes)


# m3.e5


@row(
    "m3.e5", "encode3, {200,000} places", "No library here interleaves bits: beside the solution stand the same masks in numpy."
)
def encode3(solution, given, rng, size):
    places = rng.integers(0, 1 << 21, (3, size(200_000))).astype("u4")

    def by_masks():
        codes = np.zeros(places.shape[1], "u8")
        for axis, bits in enumerate(places.astype("u8")):
            for shift, keep in zip((32, 16, 8, 4, 2), MASKS, strict=True):
                bits = (bits | bits << np.uint64(shift)) & np.uint64(keep)
            codes |= bits << np.uint64(axis)
        return codes

    return Case(lambda: solution.encode3(*places), {"numpy": by_masks}, moved=20 * places.shape[1])


MASKS = (0x001F00000000FFFF, 0x001F0000FF0000FF, 0x100F00F00F00F00F, 0x10C30C30C30C30C3, 0x1249249249249249)
