"""Lines through measurements: how time grows with n, and how much of a program runs in parallel. Pure arithmetic."""

import math
import statistics
from collections.abc import Sequence

_STUDENT_T = (12.7, 4.30, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23)
"""Two-sided 95 % quantiles of Student's t for 1, 2, … degrees of freedom."""


def exponent(sizes: Sequence[float], seconds: Sequence[float]) -> tuple[float, float]:
    """(p, half the width of its 95 % interval) where time grows as n to the power p: least squares on the logarithms.

    Raises ValueError for fewer than three sizes.
    """
    if len(set(sizes)) < 3:
        raise ValueError("a line through fewer than three sizes says nothing")
    x, y = [math.log(size) for size in sizes], [math.log(max(each, 1e-9)) for each in seconds]
    slope, intercept = statistics.linear_regression(x, y)
    freedom = len(x) - 2
    residual = sum((b - slope * a - intercept) ** 2 for a, b in zip(x, y, strict=True)) / freedom
    spread = sum((a - statistics.mean(x)) ** 2 for a in x)
    quantile = _STUDENT_T[freedom - 1] if freedom <= len(_STUDENT_T) else 1.96 + 2.4 / freedom
    return slope, quantile * math.sqrt(residual / spread)


def parallel_fraction(threads: Sequence[float], speedups: Sequence[float]) -> float:
    """The part p of the work that more threads share, between 0 and 1: least squares on the time, 1 / speed-up = 1 - p + p / n.

    Raises ValueError where nothing was measured with more than one thread.
    Source: G. Amdahl, Validity of the single processor approach, AFIPS 1967.
    """
    saved = [1 - 1 / n for n in threads]
    if not any(saved):
        raise ValueError("one thread says nothing about more of them")
    got = [1 - 1 / speedup for speedup in speedups]
    part = sum(a * b for a, b in zip(saved, got, strict=True)) / sum(a * a for a in saved)
    return min(max(part, 0.0), 1.0)


def amdahl(part: float, threads: float) -> float:
    """The speed-up when the fraction `part` of the work is shared by that many threads."""
    return 1 / (1 - part + part / threads)
