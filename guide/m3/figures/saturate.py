"""What a sum of integers costs that wraps, and what one costs that stops at the ends, for four widths."""

import numpy as np
from numba import njit

from graders.experiment import Axis, Bars, ExperimentResult, duration, factor, interleaved, main

NUMBERS = 16_000  # sums in each call
SHARE = 100  # the numbers are drawn from so many per cent of the range
CALLS = 40  # calls in each sample
ROUNDS = 25  # how often each is measured, in turn

WIDTHS = {"int8": np.int8, "int16": np.int16, "int32": np.int32, "int64": np.int64}


def wraps(a, b):
    return a + b


def widened(a, b):
    """Sums in 64 bits, cut off at the ends of the range, and narrow again. For int64 there is nothing wider."""
    ends = np.iinfo(a.dtype)
    return np.clip(a.astype(np.int64) + b, ends.min, ends.max).astype(a.dtype)


def room_first(a, b):
    """Of b only as much as there is room for."""
    ends = np.iinfo(a.dtype)
    down, up = ends.min - np.minimum(a, 0), ends.max - np.maximum(a, 0)
    return a + np.minimum(np.maximum(b, down), up)


@njit
def _widened_loop(a, b, lowest, highest):
    answer = np.empty_like(a)
    for i in range(len(a)):
        answer[i] = min(max(np.int64(a[i]) + np.int64(b[i]), lowest), highest)
    return answer


def widened_compiled(a, b):
    """The same, number by number, so that nothing in between goes to memory."""
    ends = np.iinfo(a.dtype)
    return _widened_loop(a, b, ends.min, ends.max)


def repeated(way, a, b):
    """No answer is kept, so that the next one finds its memory in the cache."""
    for _ in range(CALLS):
        way(a, b)


WAYS = {"a + b, wraps": wraps, "widened": widened, "widened, compiled": widened_compiled, "room first": room_first}
ANY_WIDTH = ("a + b, wraps", "room first")


def measure():
    rng = np.random.default_rng(1)
    pairs, calls, lost = {}, {}, {}
    for width, dtype in WIDTHS.items():
        low, high = (int(end) * SHARE // 100 for end in (np.iinfo(dtype).min, np.iinfo(dtype).max))
        a, b = pairs[width] = rng.integers(low, high, (2, NUMBERS), dtype, endpoint=True)
        want = room_first(a, b)
        lost[width] = float((wraps(a, b) != want).mean())
        for name, way in WAYS.items():
            if name in ANY_WIDTH or width != "int64":
                assert name == "a + b, wraps" or np.array_equal(way(a, b), want)
                calls[width, name] = lambda way=way, a=a, b=b: repeated(way, a, b)
    took = interleaved(calls, ROUNDS)
    each = {key: took.seconds(key) / CALLS / NUMBERS for key in calls}
    gain = factor(took.ratio(("int8", "widened"), ("int8", "widened, compiled")))

    def told(*key):
        return duration(each[key])

    return ExperimentResult(
        f"Nanoseconds per sum, {NUMBERS:,} at a time",
        ["width", *WAYS, "do not fit"],
        [
            [
                width,
                *(f"{1e9 * each[width, name]:.3f}" if (width, name) in each else "-" for name in WAYS),
                f"{lost[width]:.0%}",
            ]
            for width in WIDTHS
        ],
        f"A sum of int8 that wraps takes {told('int8', 'a + b, wraps')}, of int64 {told('int64', 'a + b, wraps')}; "
        f"{lost['int8']:.0%} of them do not fit. One of int8 that stops at the ends takes {told('int8', 'widened')} where "
        f"arrays are widened, and {told('int8', 'widened, compiled')} in a compiled loop, {gain} as fast. Where nothing is "
        f"wider, numpy takes {told('int64', 'room first')}.",
        [
            Bars(
                Axis("time of a sum", "seconds", log=True),
                {width: {name: each[width, name] for name in WAYS if (width, name) in each} for width in WIDTHS},
            )
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"NUMBERS": 1000, "CALLS": 2, "ROUNDS": 2})
