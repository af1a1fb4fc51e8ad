"""m0.e1: a stopwatch to trust. How long does a call take, and which of two functions takes longer?"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

MAX_LOOPS = 1 << 18
"""No batch has more calls than this."""


@dataclass(frozen=True)
class Timing:
    """Seconds that one call takes."""

    median: float
    minimum: float
    p10: float
    """The 10th percentile, as numpy.quantile(samples, 0.1) has it."""
    p90: float
    """The 90th percentile."""
    loops: int
    """Calls in each batch."""
    samples: tuple[float, ...]
    """Seconds of one call in each batch, in the order in which they were timed."""


@dataclass(frozen=True)
class Comparison:
    """How many times as long one function takes as another."""

    ratio: float
    """The median of the samples."""
    lo: float
    """Their 10th percentile, as numpy.quantile(samples, 0.1) has it."""
    hi: float
    """Their 90th percentile."""
    samples: tuple[float, ...]
    """One ratio for each sample, in the order in which they were timed."""


class _Forward:
    """A clock that refuses to go backwards."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock, self._last = clock, -math.inf

    def __call__(self) -> float:
        now = self._clock()
        if now < self._last:
            raise ValueError(f"the clock went back from {self._last} to {now}")
        self._last = now
        return now


def _seconds(fn: Callable[[], Any], loops: int, clock: Callable[[], float]) -> float:
    """Of one batch."""
    begin = clock()
    for _ in range(loops):
        fn()
    return clock() - begin


def _per_call(fn: Callable[[], Any], loops: int, clock: Callable[[], float]) -> float:
    seconds = _seconds(fn, loops, clock)
    if seconds == 0:
        raise ValueError("the clock stands still")
    return seconds / loops


def _loops(fn: Callable[[], Any], warmup: int, min_sample: float, clock: Callable[[], float]) -> int:
    """Warm up, then double the batch until it takes long enough twice: the first time it may have been chance."""
    for _ in range(warmup):
        fn()
    loops = 1
    while _seconds(fn, loops, clock) < min_sample or _seconds(fn, loops, clock) < min_sample:
        loops *= 2
        if loops > MAX_LOOPS:
            raise ValueError(f"{MAX_LOOPS} calls take less than {min_sample} s: the clock stands still")
    return loops


def measure(
    fn: Callable[[], Any],
    *,
    clock: Callable[[], float] = time.perf_counter,
    warmup: int = 1,
    samples: int = 9,
    min_sample: float = 1e-3,
) -> Timing:
    """How long one call fn() takes, in seconds, timed in batches of loops calls."""
    clock = _Forward(clock)
    loops = _loops(fn, warmup, min_sample, clock)
    times = [_per_call(fn, loops, clock) for _ in range(samples)]
    p10, median, p90 = np.quantile(times, [0.1, 0.5, 0.9]).tolist()
    return Timing(median, min(times), p10, p90, loops, tuple(times))


def compare(
    a: Callable[[], Any],
    b: Callable[[], Any],
    *,
    clock: Callable[[], float] = time.perf_counter,
    warmup: int = 1,
    samples: int = 9,
    min_sample: float = 1e-3,
) -> Comparison:
    """How many times as long a() takes as b(): 2.0 where a takes twice as long. They may be one and the same function."""
    clock = _Forward(clock)
    loops_a, loops_b = (_loops(fn, warmup, min_sample, clock) for fn in (a, b))
    ratios = []
    for _ in range(samples):
        # a b b a: where time goes by faster and faster, both stand in the middle of the same four.
        turns = (a, loops_a), (b, loops_b), (b, loops_b), (a, loops_a)
        a1, b1, b2, a2 = (_per_call(fn, loops, clock) for fn, loops in turns)
        ratios.append((a1 + a2) / (b1 + b2))
    lo, ratio, hi = np.quantile(ratios, [0.1, 0.5, 0.9]).tolist()
    return Comparison(ratio, lo, hi, tuple(ratios))
