"""caught by m2.e1.correct m2.e1.hidden: reads the fraction off the last point as 1 - 1/speed-up, without n / (n - 1)."""

import math
from collections.abc import Sequence


def amdahl(p: float, n: int) -> float:
    """Speed-up of fixed work on n workers when the fraction p of it (0 to 1) can be shared."""
    return 1 / ((1 - p) + p / n)


def gustafson(p: float, n: int) -> float:
    """Speed-up in a fixed time: n workers spend the fraction p of the run in parallel, and the work grows with n."""
    return (1 - p) + p * n


def fit_parallel_fraction(workers: Sequence[int], seconds: Sequence[float]) -> float:
    """The parallel fraction behind measured run times, between 0 and 1."""
    return 1 - seconds[-1] / seconds[0]


def break_even(work_per_item: float, items: int, dispatch: float, workers: int) -> bool:
    """Whether handing the items to workers is faster than doing them in a loop."""
    return dispatch * items + work_per_item * math.ceil(items / workers) < work_per_item * items


def predict_table(seconds: float, p: float, workers: Sequence[int]) -> list[tuple[int, float, float]]:
    """For every n in workers: (n, predicted seconds, efficiency), by Amdahl from the time on one worker."""
    return [(n, seconds / amdahl(p, n), amdahl(p, n) / n) for n in workers]
