"""m5.e1: is it slower? Every run of a program takes another time. How sure can you be, and when should you say nothing?"""

import math
from collections.abc import Callable

import numpy as np

RESAMPLES = 500
"""How often the rounds are drawn anew. Ten times as many would give the same verdicts."""


def summary(x: np.ndarray) -> dict[str, float]:
    """What there is to say of these numbers: {"mean": …, "var": …, "median": …, "p99": …}, all Python floats."""
    _check(x)
    values = np.sort(x)
    mean = float(np.mean(values))
    # np.var takes the mean away before it squares: nothing cancels.
    return {"mean": mean, "var": float(np.var(values)), "median": float(np.median(values)), "p99": _ranked(values, 99)}


def verdict(old: np.ndarray, new: np.ndarray, tolerance: float = 0.05) -> str:
    """Whether the new program takes longer than the old one: "slower", "same" or "faster". "same" also means: nobody knows."""
    for seconds in (old, new):
        _check_seconds(seconds)
    if len(old) != len(new):
        raise ValueError(f"{len(old)} runs of the old program, but {len(new)} of the new one")
    if not (math.isfinite(tolerance) and tolerance >= 0):
        raise ValueError(f"a tolerance of {tolerance}")
    if len(old) < 8:
        return "same"
    low, high = _interval_of_the_median(new / old)
    if low > 1 + tolerance:
        return "slower"
    return "faster" if high < 1 / (1 + tolerance) else "same"


def erratic(x: np.ndarray) -> bool:
    """Whether no single number can stand for these seconds, x[i] of run i, in the order in which they were timed."""
    _check_seconds(x)
    if len(x) < 10:
        return True
    p10, median, p90 = np.quantile(x, [0.1, 0.5, 0.9])
    half = len(x) // 2
    drift = abs(np.median(x[:half]) - np.median(x[-half:]))
    return bool(p90 - p10 > 0.3 * median) or bool(drift > 0.1 * median)


def noise_floor(run: Callable[[], float], rounds: int = 40) -> float:
    """By how much a program differs from itself: what is below that is a story, not a gain. A Python float, 0.0 or more."""
    if rounds < 1:
        raise ValueError(f"{rounds} rounds")
    differences = []
    for _ in range(rounds):
        a, b = _seconds(run), _seconds(run)
        differences.append(max(a, b) / min(a, b) - 1)
    return _ranked(np.sort(differences), 95)


def _interval_of_the_median(ratios: np.ndarray) -> tuple[float, float]:
    """Where the median would lie in 95 of 100 cases, if the rounds were drawn again from those that there were."""
    rng = np.random.default_rng(0)  # our own dice, the same every time
    medians = np.median(ratios[rng.integers(0, len(ratios), (RESAMPLES, len(ratios)))], axis=1)
    low, high = np.quantile(medians, [0.025, 0.975])
    return float(low), float(high)


def _ranked(ordered: np.ndarray, percent: int) -> float:
    """The first of these that so many per cent do not exceed, itself included. In whole numbers: the ceiling is exact."""
    return float(ordered[-(-percent * len(ordered) // 100) - 1])


def _seconds(run: Callable[[], float]) -> float:
    seconds = float(run())
    if not (math.isfinite(seconds) and seconds > 0):
        raise ValueError(f"a run took {seconds} seconds")
    return seconds


def _check(x: np.ndarray) -> None:
    if not isinstance(x, np.ndarray) or x.dtype != np.float64 or x.ndim != 1:
        raise ValueError("an array of float64 with one axis is wanted")
    if not len(x) or not np.isfinite(x).all():
        raise ValueError("no numbers, or some that are not finite")


def _check_seconds(x: np.ndarray) -> None:
    _check(x)
    if not (x > 0).all():
        raise ValueError("seconds should be above 0")
