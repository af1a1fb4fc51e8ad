"""m2.e1: how much faster can more workers make it, and when do they pay at all?"""

from collections.abc import Sequence


def amdahl(p: float, n: int) -> float:
    """Speed-up of fixed work on n workers when the fraction p of it (0 to 1) can be shared."""
    raise NotImplementedError


def gustafson(p: float, n: int) -> float:
    """Speed-up in a fixed time: n workers spend the fraction p of the run in parallel, and the work grows with n."""
    raise NotImplementedError


def fit_parallel_fraction(workers: Sequence[int], seconds: Sequence[float]) -> float:
    """The parallel fraction behind measured run times, between 0 and 1.

    Fits seconds = a + b / workers by least squares over all points; the answer is b / (a + b), or the nearer of 0 and 1
    where noise takes it beyond. At least two different numbers of workers are given, in any order, perhaps repeatedly,
    and the times are such that a + b, the line's time on one worker, is above 0.
    """
    raise NotImplementedError


def break_even(work_per_item: float, items: int, dispatch: float, workers: int) -> bool:
    """Whether handing the items to workers is faster than doing them in a loop.

    One item takes work_per_item seconds. Handing one out costs dispatch seconds, one item after another;
    the work itself then takes as long as the worker with the most items needs. Items stay whole, there may be none, and
    either time may be 0. Equally fast is not faster: whole numbers of seconds are compared exactly.
    """
    raise NotImplementedError


def predict_table(seconds: float, p: float, workers: Sequence[int]) -> list[tuple[int, float, float]]:
    """For every n in workers: (n, predicted seconds, efficiency), by Amdahl from the time on one worker.

    Efficiency is the speed-up divided by n.
    """
    raise NotImplementedError
