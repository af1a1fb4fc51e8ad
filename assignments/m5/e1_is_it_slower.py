"""m5.e1: is it slower? Every run of a program takes another time. How sure can you be, and when should you say nothing?

given_e1.rounds makes up seconds for which the right answer is known, with all that a shared machine does to them. Try your
functions on it.

Arrays are numpy arrays of float64 with one axis. They may be views such as x[::-2], and read-only, and stay as they were. For
anything else, such as a list, another dtype or more axes, every function of arrays raises ValueError; so it does where an array
has NaN or infinity in it. Seconds are above 0 as well, from 1e-12 to 1e9: for 0.0, -0.0 and less, ValueError.

The same arguments give the same answer, every time. Nobody else's dice are touched: the state of the modules random and
numpy.random is the same before and after.
"""

from collections.abc import Callable

import numpy as np


def summary(x: np.ndarray) -> dict[str, float]:
    """What there is to say of these numbers: {"mean": …, "var": …, "median": …, "p99": …}, all Python floats.

    mean    off by at most 1e-12 of the largest |x[i]|
    var     the mean of the squares of x[i] - mean, as np.var(x) says; at least 0.0, and off by at most 1e-6 of itself plus
            1e-24 of the largest x[i]**2, also where the mean is 1e8 times as large as the standard deviation
    median  with an even number of them the mean of the two in the middle, as np.median(x) says
    p99     the smallest x[i] for which at least 99 of 100 numbers are not larger: always one of the numbers. Of up to 99
            numbers it is the largest, of 100 the second largest

    One number alone has variance 0.0. The numbers may be anything: not only seconds, but also negative, 0.0 and -0.0 (a zero
    in the answer may have either sign). Each is 0 or has a size from 1e-60 to 1e60. Raises ValueError if x is empty.
    """
    raise NotImplementedError


def verdict(old: np.ndarray, new: np.ndarray, tolerance: float = 0.05) -> str:
    """Whether the new program takes longer than the old one: "slower", "same" or "faster". "same" also means: nobody knows.

    In round i both programs ran, one right after the other, and took old[i] and new[i] seconds. Whatever slows down a whole
    round slows down both, so only the ratios new[i] / old[i] count: where both seconds of some rounds are multiplied by the
    same number, the verdict stays. Let R be the median of the ratios of all rounds that there could be, of which these are a
    few. It is "slower" if you are sure that R is above 1 + tolerance, and "faster" if you are sure that R is below
    1 / (1 + tolerance). What is asked of your sureness, with seconds from given_e1.rounds:

    - A program against itself, 20 pairs or more: at least 196 of 200 verdicts are "same". So are at least 47 of 50
      where it takes 1.02 times as long, with 500 pairs: true perhaps, but of no interest.
    - 1.2 times as long, 80 pairs: at least 196 of 200 are "slower". 1 / 1.2 times as long: as many are "faster".
    - 1.4 times as long, but in 70 % of the runs only, 100 pairs: at least 45 of 50 are "slower".
    - Where all ratios are equal and there are 8 pairs or more, there is no doubt: they are R. Nor is there with 40 pairs or
      more, where nine ratios of ten are equal, however far away the others are. (A ratio that lies within 1e-9 of 1 + tolerance
      or 1 / (1 + tolerance) is not asked.)

    Fewer than 8 pairs say nothing: "same", whatever they are. tolerance is a float, 0.0 or more. Raises ValueError for one
    below 0.0, NaN or infinity, if there are no pairs, and if the lengths differ. There are up to 2000 pairs.
    """
    raise NotImplementedError


def erratic(x: np.ndarray) -> bool:
    """Whether no single number can stand for these seconds, x[i] of run i, in the order in which they were timed.

    True, a bool, if at least one of these holds:
    - There are fewer than 10 of them.
    - They are spread: the 90th percentile less the 10th is more than 0.3 times the median. All are as np.quantile has them.
    - They drift: the medians of the first half and of the second differ by more than 0.1 times the median of all. Where the
      number of runs is odd, the one in the middle belongs to neither half.

    What is within 1e-9 of such a limit is not asked. Raises ValueError if x is empty.
    """
    raise NotImplementedError


def noise_floor(run: Callable[[], float], rounds: int = 40) -> float:
    """By how much a program differs from itself: what is below that is a story, not a gain. A Python float, 0.0 or more.

    run() runs the program once and returns the seconds, a float or an int. It is called 2 * rounds times. The first two calls
    are a pair, then the next two, and so on: no call belongs to two pairs. With the seconds a and b, a pair differs by
    max(a, b) / min(a, b) - 1, whichever was the slower one. The answer is the smallest of these numbers for which at least
    95 of 100 pairs do not differ by more: of 1 to 19 pairs the largest, of 20 pairs the second largest, of 40 the third
    largest. It is off by at most 1e-12 of itself plus 1e-12.

    Raises ValueError if rounds is below 1, before any call, and as soon as run returns 0, less, NaN or infinity: then it is
    not called again. Whatever run raises, the same exception comes out, and run is not called again (nobody asks about
    StopIteration, which Python's iterators keep for themselves).
    """
    raise NotImplementedError
