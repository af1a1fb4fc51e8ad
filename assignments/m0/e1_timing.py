"""m0.e1: a stopwatch to trust. How long does a call take, and which of two functions takes longer?

given_e1 has the make-believe clock that the tests use: it moves only when a function is called, so the right answer is known.
Read it, and try your functions on it. Everything below happens by the clock that is handed in, and by no other.

A clock is a function without arguments. It returns seconds, counted from anywhere, may go on in steps, so that it says the same
several times in a row, and may take time itself. A reading that is lower than the reading before it means that the clock went
backwards. Whenever that happens, from the first reading to the last, the answer is ValueError.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

MAX_LOOPS = 1 << 18
"""No batch has more calls than this."""


@dataclass(frozen=True)
class Timing:
    """Seconds that one call takes. This class is given."""

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
    """How many times as long one function takes as another. This class is given."""

    ratio: float
    """The median of the samples."""
    lo: float
    """Their 10th percentile, as numpy.quantile(samples, 0.1) has it."""
    hi: float
    """Their 90th percentile."""
    samples: tuple[float, ...]
    """One ratio for each sample, in the order in which they were timed."""


def measure(
    fn: Callable[[], Any],
    *,
    clock: Callable[[], float] = time.perf_counter,
    warmup: int = 1,
    samples: int = 9,
    min_sample: float = 1e-3,
) -> Timing:
    """How long one call fn() takes, in seconds, timed in batches of loops calls.

    1. The first `warmup` calls (0 or more) count for nothing.
    2. Then loops is found. A batch takes about min_sample seconds (more than 0): loops * median is at least 0.9 and at most 4
       times that. Where a single call takes longer, loops is 1. One call that is by chance far slower than all others must
       not end the search too early, whichever call it is. What is timed in the search is no sample.
    3. Then `samples` batches (1 or more), each of loops calls, are timed. A sample is what the clock says right after the batch
       less what it said right before it, divided by loops. The clock is not asked within a batch, and nothing is called
       or asked after the last one.

    min_sample is at least 200 steps of the clock. ValueError where the clock goes backwards, and where it stands still: where
    MAX_LOOPS calls take less than min_sample seconds, or a batch of step 3 takes none. What fn returns is of no interest; what
    it raises is passed on.
    """
    raise NotImplementedError


def compare(
    a: Callable[[], Any],
    b: Callable[[], Any],
    *,
    clock: Callable[[], float] = time.perf_counter,
    warmup: int = 1,
    samples: int = 9,
    min_sample: float = 1e-3,
) -> Comparison:
    """How many times as long a() takes as b(): 2.0 where a takes twice as long. They may be one and the same function.

    Warm-up, batches and ValueError are those of measure, for each of the two: a fast function has more calls in a batch than a
    slow one. Each of the `samples` ratios (1 or more) comes from batches of its own, of a and of b, that take turns: no
    batch belongs to two ratios, and which of the two functions comes first has to change, as in a b b a.

    A machine gets faster or slower while you measure. Where its speed changes by 2 % from every call to the next, always in the
    same direction, and batches have one call, each single sample is less than 1 % wrong.
    """
    raise NotImplementedError
