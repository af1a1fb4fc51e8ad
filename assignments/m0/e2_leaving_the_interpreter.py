"""m0.e2: leave the interpreter. Few calls that each do much, in numpy, instead of many steps that each do little.

numpy is all you need. Inputs stay as they were, and may be views, such as y[::2] or y[::-1]; every answer is a new array.
"""

import numpy as np


def moving_average(x: np.ndarray, w: int) -> np.ndarray:
    """The mean of every w neighbours in x: answer[i] is the mean of x[i], …, x[i + w - 1].

    x is float32 of shape (n,), n up to a million, all numbers finite. The answer is float64 of shape (n - w + 1,), and added
    up in float64: it is off by at most 1e-9 times the largest |x|. Raises ValueError unless 1 <= w <= n.

    Wide windows should take no longer than narrow ones: whoever adds up half a million numbers for each of half a million
    windows is stopped after ten seconds. This one races, with n = 40,000 and w near 500, against given_e2.shifted_sums, which
    adds up w whole arrays.
    """
    raise NotImplementedError


def nearest_centre(points: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """For every point the number of the centre that is nearest to it, by the usual (Euclidean) distance.

    points is float32 of shape (n, d), centres float32 of shape (k, d), with n >= 0, k >= 1, 1 <= d <= 64, and all numbers
    between -10,000 and 10,000. The answer is int64 of shape (n,), its numbers 0, …, k - 1. float32 is good enough: a centre
    will do if its squared distance is larger than the least one by no more than 1e-5 (|p| + |c|)**2, where |p| is how far
    the point is from the origin, and |c| how far the farthest centre is. Of equals, any will do.

    However many points there are, the call may take up to 16 MiB of memory beside its arguments and its answer, for k up to
    64. It is checked with n = 100,000, k = 64, d = 32: an array of n x k numbers is too large already.

    This one races, too, with n = 20,000, k = 64, d = 32, against given_e2.three_loops, which are compiled.
    """
    raise NotImplementedError
