"""A small piece of work, timed in batches of different sizes: what one call seems to take, and who of the samples says so."""

import statistics
import time

from graders.experiment import Axis, ExperimentResult, Lines, duration, main

WORK = 10  # multiplications in one call
BATCH = (1, 2, 5, 10, 20, 50, 100, 1_000, 10_000)  # calls between two looks at the clock, one size after the other
SAMPLES = 300  # for each size

WORDS = ("fastest", "median", "mean", "slowest")


def work(n):
    x = 1.0
    for _ in range(n):
        x = x * 1.000001
    return x


def sample(calls):
    """Seconds that one call seems to take, when so many are timed together."""
    begin = time.perf_counter()
    for _ in range(calls):
        work(WORK)
    return (time.perf_counter() - begin) / calls


def look():
    """Seconds from one look at the clock to the next."""
    begin = time.perf_counter()
    return time.perf_counter() - begin


def summary(taken):
    return dict(zip(WORDS, (min(taken), statistics.median(taken), statistics.mean(taken), max(taken)), strict=True))


def measure():
    sample(max(BATCH))  # warm up
    # In turn, so that a busy second is in all of them.
    taken = {calls: [] for calls in BATCH}
    for _ in range(SAMPLES):
        for calls in BATCH:
            taken[calls].append(sample(calls))
    found = {calls: summary(times) for calls, times in taken.items()}
    empty = statistics.median(look() for _ in range(10_000))
    first, last = found[BATCH[0]], found[BATCH[-1]]
    return ExperimentResult(
        f"What a call of {WORK} multiplications seems to take, by calls in a batch",
        ["calls", *(f"{word}, ns" for word in WORDS)],
        [[f"{calls:,}", *(round(1e9 * found[calls][word]) for word in WORDS)] for calls in BATCH]
        + [["none: two looks at the clock", "", round(1e9 * empty), "", ""]],
        f"Timed {_calls(BATCH[0])}, {WORK} multiplications take {duration(first['median'])} in the median, "
        f"{duration(first['fastest'])} at best and {duration(first['slowest'])} at worst; {_calls(BATCH[-1])} "
        f"{duration(last['median'])}, {duration(last['fastest'])} and {duration(last['slowest'])}. "
        f"Two looks at the clock are {duration(empty)} apart.",
        [
            Lines(
                Axis("calls timed together", log=True),
                Axis("time of one call", "seconds", log=True),
                {word: [(calls, found[calls][word]) for calls in BATCH] for word in WORDS},
            )
        ],
    )


def _calls(count):
    return "one call at a time" if count == 1 else f"{count:,} calls at a time"


if __name__ == "__main__":
    main(measure, quick={"BATCH": (1, 10, 1_000), "SAMPLES": 20})
