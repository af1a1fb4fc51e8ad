import statistics

import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m0.e1")


def measured(student, clock=None, work=None, **options):
    """What measure says, where everything that it says about its samples fits together."""
    told = student.given.measured(student.measure, clock or {}, work or {}, options)
    samples = told["samples"]
    check.kind(samples, tuple, "samples")
    check.equal(len(samples), options.get("samples", 9), "how many samples there are")
    check.kind(told["loops"], int, "loops")
    for name, want in {
        "minimum": min(samples),
        "median": statistics.median(samples),
        "p10": float(np.quantile(samples, 0.1)),
        "p90": float(np.quantile(samples, 0.9)),
    }.items():
        check.close(told[name], want, what=f"{name} of the samples")
    timed = [(seconds, calls) for seconds, calls, _ in told["batches"][-len(samples) :]]
    check.equal([calls for _, calls in timed], [told["loops"]] * len(samples), "how many calls each of the last batches has")
    check.close(list(samples), [seconds / told["loops"] for seconds, _ in timed], what="the list of samples")
    return told


def compared(student, a, b, clock=None, **options):
    """What compare says, where all that it says about its samples fits together."""
    told = student.given.compared(student.compare, clock or {}, a, b, options)
    samples = told["samples"]
    check.kind(samples, tuple, "samples")
    check.equal(len(samples), options.get("samples", 9), "how many samples there are")
    for name, want in {"lo": 0.1, "ratio": 0.5, "hi": 0.9}.items():
        check.close(told[name], float(np.quantile(samples, want)), what=f"{name} of the samples")
    return told


@pytest.mark.points(2)
def test_measure(student):
    """2 microseconds are 2 microseconds, in batches"""
    for usual, loops in ((2e-6, (450, 2000)), (0.3e-3, (3, 13)), (0.02, (1, 1))):
        told = measured(student, work={"usual": usual, "first": [1.0]})
        check.close(told["median"], usual, rtol=1e-6, what=f"the median where a call takes {usual} s")
        low, high = loops
        check.that(low <= told["loops"] <= high, f"loops is {told['loops']}, where a call takes {usual} s and a batch 0.001 s")
    told = measured(student, work={"usual": 0.002, "first": [1.0] * 5}, warmup=5, samples=4)
    check.close(told["p90"], 0.002, rtol=1e-6, what="the 90th percentile where five slow calls are for warm-up")


@pytest.mark.points(1)
def test_slow_calls(student):
    """now and then a call takes a million times as long"""
    for at in (10, 700, 2999):
        told = measured(student, work={"usual": 1e-6, "slow": 1.0, "at": at, "every": 3000})
        check.close(told["median"], 1e-6, rtol=0.02, what="the median, where one call in 3000 is slow,")


@pytest.mark.points(1)
def test_coarse_clock(student):
    """10 microseconds by a clock with coarse steps"""
    told = measured(student, {"step": 1e-3}, {"usual": 1e-5}, min_sample=0.2)
    check.close(told["median"], 1e-5, rtol=0.02, what="the median")
    told = measured(student, {"reading": 2e-5}, {"usual": 1e-5}, min_sample=0.01)
    check.close(told["median"], 1e-5, rtol=0.02, what="the median, by a clock that takes twice as long as the function,")


@pytest.mark.points(2)
def test_compare(student):
    """two functions in turns, while the speed drifts"""
    told = compared(student, {"usual": 3e-6}, {"usual": 1e-6})
    check.close(told["ratio"], 3.0, rtol=1e-6, what="the ratio of 3 and 1 microseconds")
    for drift in (1.02, 1 / 1.02):
        told = compared(student, {"usual": 0.06}, {"usual": 0.04}, {"drift": drift})
        check.close(
            told["ratio"], 1.5, rtol=0.01, what=f"the ratio of 6 and 4, where each call takes {drift:.3f} times as long,"
        )
    told = compared(student, {"usual": 1e-6, "noise": 0.2}, None, samples=25)
    inside = told["lo"] <= 1 <= told["hi"]
    check.that(inside, f"a function compared with itself: 1 is not between lo = {told['lo']:g} and hi = {told['hi']:g}")


@pytest.mark.points(1)
def test_bad_clocks(student):
    """a clock that stands still, or goes backwards"""
    for function in (student.measure, student.compare):
        most = student.given.longest_batch(function, {})
        check.that(most >= 0, "it should raise ValueError where the clock stands still")
    readings = measured(student, work={"usual": 1e-4})["readings"]
    for back in (2, readings - 1, readings):
        with check.raises("ValueError"):
            measured(student, {"back": back}, {"usual": 1e-4})
