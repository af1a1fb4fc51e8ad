"""How wrong the variance becomes in four ways of computing it, the farther the numbers lie from zero."""

import math

import numpy as np
from numba import njit

from graders.experiment import Axis, ExperimentResult, Lines, main

NUMBERS = 100_000  # how many numbers, with a standard deviation of about 1
POWERS = 9  # means from 1 to 10 to this power
SORTED = 0  # 1: the numbers come in order
SEED = 1  # of the random numbers


@njit
def squares_less_square(x):
    """The mean of the squares less the square of the mean, as in books of formulas."""
    total, squares = 0.0, 0.0
    for each in x:
        total += each
        squares += each * each
    return squares / len(x) - (total / len(x)) ** 2


@njit
def welford(x):
    mean, squares = 0.0, 0.0
    for i in range(len(x)):
        away = x[i] - mean
        mean += away / (i + 1)
        squares += away * (x[i] - mean)
    return squares / len(x)


@njit
def two_passes(x):
    """First the mean, then the squares of what is left."""
    total, squares = 0.0, 0.0
    for each in x:
        total += each
    mean = total / len(x)
    for each in x:
        squares += (each - mean) ** 2
    return squares / len(x)


WAYS = {"squares less square": squares_less_square, "Welford": welford, "two passes": two_passes, "np.var": np.var}


def exact(x):
    """With sums that do not round; what is left of the mean is taken into account, too."""
    mean = math.fsum(x) / len(x)
    away = (x - mean).tolist()
    return math.fsum(each * each for each in away) / len(x) - (math.fsum(away) / len(x)) ** 2


def measure():
    noise = np.random.default_rng(SEED).normal(0, 1, NUMBERS)
    if SORTED:
        noise.sort()
    means = [10.0**power for power in range(POWERS + 1)]
    error = {name: [] for name in WAYS}
    for mean in means:
        x = mean + noise
        want = exact(x)
        for name, way in WAYS.items():
            error[name].append(abs(float(way(x)) - want) / want)
    least = 2.0**-53
    at = len(means) - 2
    assert error["np.var"][at] < 1e-15
    return ExperimentResult(
        f"Relative error of the variance of {NUMBERS:,} numbers{', in order' if SORTED else ''}, by their mean",
        ["mean", *WAYS],
        [[f"{mean:.0e}", *(f"{error[name][row]:.0e}" for name in WAYS)] for row, mean in enumerate(means)],
        f"Where the mean is {means[at]:,.0f} times as large as the standard deviation, the mean of the squares less the square "
        f"of the mean is off by {error['squares less square'][at]:,.0f} times the variance, Welford's rule by "
        f"{error['Welford'][at]:.0e} of it, two passes by {error['two passes'][at]:.0e}, and np.var by no more than 1e-15.",
        [
            Lines(
                Axis("mean (the standard deviation is 1)", log=True),
                Axis("relative error", log=True),
                {name: [(mean, max(each, least)) for mean, each in zip(means, error[name], strict=True)] for name in WAYS},
            )
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"NUMBERS": 2000, "POWERS": 8}, timed=False)
