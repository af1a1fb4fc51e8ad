"""m3 beside numpy, torch, the standard library, and what else is installed."""

import numpy as np

from rivals import Case, row

# m3.e1


@row("m3.e1", "add_saturating, {1,000,000} of int64", "No library here saturates; numpy needs five calls and as many arrays.")
def add_saturating(solution, given, rng, size):
    ends = np.iinfo("i8")
    a, b = rng.integers(ends.min, ends.max, (2, size(1_000_000)), "i8", endpoint=True)
    return Case(lambda: solution.add_saturating(a, b), {"numpy": lambda: given.in_whole_arrays(a, b)}, moved=3 * a.nbytes)
