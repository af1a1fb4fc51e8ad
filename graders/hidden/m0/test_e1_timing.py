import statistics

import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m0.e1")


def measured(student, clock=None, work=None, **options):
    told = student.given.measured(student.measure, clock or {}, work or {}, options)
    samples, loops, count = told["samples"], told["loops"], options.get("samples", 9)
    check.kind(samples, tuple, "samples")
    check.equal(len(samples), count, "how many samples there are")
    check.kind(loops, int, "loops")
    for name, want in {
        "minimum": min(samples),
        "median": statistics.median(samples),
        "p10": float(np.quantile(samples, 0.1)),
        "p90": float(np.quantile(samples, 0.9)),
    }.items():
        check.close(told[name], want, what=f"{name} of the samples")
    timed = [(seconds, calls) for seconds, calls, _ in told["batches"][-count:]]
    check.equal([calls for _, calls in timed], [loops] * count, "how many calls each of the last batches has")
    check.close(list(samples), [seconds / loops for seconds, _ in timed], what="the list of samples")
    return told


def compared(student, a, b, clock=None, **options):
    told = student.given.compared(student.compare, clock or {}, a, b, options)
    samples = told["samples"]
    check.kind(samples, tuple, "samples")
    check.equal(len(samples), options.get("samples", 9), "how many samples there are")
    for name, want in {"lo": 0.1, "ratio": 0.5, "hi": 0.9}.items():
        check.close(told[name], float(np.quantile(samples, want)), what=f"{name} of the samples")
    return told


def in_range(loops, usual, min_sample, case):
    """loops * usual is 0.9 to 4 times min_sample; 1 where a single call takes longer."""
    fits = 0.9 * min_sample <= loops * usual <= 4 * min_sample if usual <= min_sample else loops == 1
    check.that(fits, f"loops is {loops} where a call takes {usual:g} s and a batch should take {min_sample:g} s, {case}")


@pytest.mark.points(1)
def test_slow_calls_anywhere(student, rng):
    """one slow call, wherever it comes; other numbers of samples, of warm-up calls, of seconds"""
    for at in [*range(1, 20), *rng.integers(20, 3000, 25).tolist(), 127, 128, 255, 256, 257, 512, 513]:
        told = measured(student, work={"usual": 8e-6, "at": at}, samples=3)
        in_range(told["loops"], 8e-6, 1e-3, f"and call number {at} takes 1 s")
        check.close(told["median"], 8e-6, rtol=1e-6, what=f"the median, where call number {at} takes 1 s,")
    for warmup, first in ((0, 0), (1, 1), (12, 12), (40, 40), (3, 0)):
        work = {"usual": 4e-5, "first": [0.01] * first, "noise": 0.3}
        samples, min_sample = int(rng.integers(1, 12)), float(rng.choice([1e-3, 5e-3, 0.02]))
        told = measured(student, work=work, warmup=warmup, samples=samples, min_sample=min_sample)
        in_range(told["loops"], 4e-5, min_sample, f"after {first} slow calls of {warmup} for warm-up")
        check.close(told["median"], 4e-5, rtol=0.3, what=f"the median after {first} slow calls of {warmup} for warm-up")
    calls = [measured(student, work={"usual": 4e-5}, warmup=warmup)["calls"] for warmup in (0, 1, 40)]
    check.equal([each - calls[0] for each in calls], [0, 1, 40], "how many calls more there are, of 0, 1 and 40 for warm-up,")
    check.equal(measured(student, work={"usual": 4e-5})["calls"], calls[1], "how many calls there are where warmup is not said")
    for function in (student.measure, student.compare):
        check.that(student.given.calls_when_asked_again(function) > 0, "it answers the second time without a call")
    for samples in (1, 2, 10, 31):
        measured(student, work={"usual": 0.003, "noise": 0.5}, samples=samples)
    for usual in (9e-4, 1.1e-3, 0.5, 1e-3 / 200_000):
        told = measured(student, work={"usual": usual}, samples=1)
        in_range(told["loops"], usual, 1e-3, "all calls alike")
    minimum, loops = student.given.of_sleep(student.measure, 2e-3)
    check.that(minimum > 1.9e-3, f"by its own clock a sleep of 0.002 s took {minimum} s")
    check.equal(loops, 1, "loops, where a call sleeps for 0.002 s,")
    with check.raises("KeyError"):
        measured(student, work={"fails": 300})


@pytest.mark.points(1)
def test_compare_anything(student, rng):
    """fast with slow, drift in every sample, one slow call, steps of the clock, a function with itself"""
    given = student.given
    for samples in (1, 2, 5, 8):
        for drift in (1.02, 1 / 1.02):
            a, b = (float(each) for each in rng.choice([0.06, 0.09, 0.13], 2))
            told = compared(student, {"usual": a}, {"usual": b}, {"drift": drift}, samples=samples, warmup=samples)
            for sample in told["samples"]:
                what = f"a sample of {a} s with {b} s, where each call takes {drift:.3f} times as long as the one before,"
                check.close(sample, a / b, rtol=0.01, what=what)
    for drift in (1 + 1e-5, 1 - 1e-5):
        told = compared(student, {"usual": 5e-6}, {"usual": 4e-6}, {"drift": drift})
        check.close(
            told["ratio"], 1.25, rtol=0.01, what="the ratio of 5 and 4 microseconds, by batches, while calls get slower"
        )
    for jump in rng.integers(1100, 14_000, 12).tolist():
        told = compared(student, {"usual": 6e-6}, {"usual": 3e-6}, {"jump": jump})
        check.close(told["ratio"], 2.0, rtol=0.01, what="the ratio of 6 and 3, where everything is suddenly slower,")
    for a, b in ((2e-6, 0.03), (0.03, 2e-6)):
        first = {"usual": a, "first": [1.0] * 3}
        told = compared(student, first, {"usual": b, "first": [1.0] * 3}, warmup=3)
        check.close(told["ratio"], a / b, rtol=1e-6, what="the ratio of a fast and a slow function")
        for seconds, calls_a, calls_b in told["batches"][-18:]:
            check.that(min(calls_a, calls_b) == 0, "a batch has calls of both functions")
            in_range(calls_a or calls_b, a if calls_a else b, 1e-3, f"compared with the other; that batch took {seconds:g} s")
    told = compared(student, {"usual": 2e-6, "at": 900, "every": 3000}, {"usual": 3e-6, "at": 400, "every": 3000}, samples=15)
    check.close(told["ratio"], 2 / 3, rtol=0.02, what="the ratio, where one call in 3000 is slow,")
    for slow in ("a", "b"):
        for at in range(3, 16):
            works = [{"usual": 0.002} | ({"at": at, "slow": 0.05} if name == slow else {}) for name in ("a", "b")]
            told = compared(student, *works, samples=11)
            spoiled = sum(abs(sample - 1) > 0.01 for sample in told["samples"])
            check.that(spoiled <= 1, f"one slow call of {slow} spoils {spoiled} samples: each has batches of its own")
    told = compared(student, {"usual": 2e-5}, {"usual": 1e-5}, {"step": 1e-3}, min_sample=0.2)
    check.close(told["ratio"], 2.0, rtol=0.02, what="the ratio by a clock with steps of a millisecond")
    for work in ({"usual": 0.02, "noise": 0.3}, {"usual": 5e-6}):
        told = compared(student, work, None, samples=41)
        low, high = told["lo"] * (1 - 1e-9), told["hi"] * (1 + 1e-9)
        check.that(low <= 1 <= high, f"a function compared with itself: 1 is not between lo = {low:g} and hi = {high:g}")
        check.close(told["ratio"], 1.0, rtol=0.15, what="the ratio of a function and itself")
    with check.raises("KeyError"):
        given.compared(student.compare, {}, {}, {"fails": 40}, {})


@pytest.mark.points(1)
def test_bad_clocks_at_any_time(student):
    """backwards at every reading, and still from every reading on"""
    max_loops = 1 << 18
    for function in (student.measure, student.compare):
        most = student.given.longest_batch(function, {"warmup": 0})
        check.that(most >= 0, "it should raise ValueError where the clock stands still")
        check.that(most <= max_loops, f"it made a batch of {most} calls; there should be no more than {max_loops}")
    for usual in (1e-9, 1e-10, 3.5e-9):
        with check.raises("ValueError"):
            measured(student, work={"usual": usual})
        with check.raises("ValueError"):
            compared(student, {"usual": usual}, {"usual": 1e-4})
        with check.raises("ValueError"):
            compared(student, {"usual": 1e-4}, {"usual": usual})
    readings = measured(student, work={"usual": 1e-4}, samples=4)["readings"]
    for back in range(2, readings + 1):
        with check.raises("ValueError"):
            measured(student, {"back": back}, {"usual": 1e-4}, samples=4)
    for stops in range(readings - 4, readings + 1):
        with check.raises("ValueError"):
            measured(student, {"stops": stops}, {"usual": 1e-4}, samples=4)
    works = {"usual": 2e-4}, {"usual": 3e-4}
    readings = compared(student, *works, samples=2)["readings"]
    for fault in ("back", "stops"):
        for number in range(2 if fault == "back" else readings - 4, readings + 1):
            with check.raises("ValueError"):
                compared(student, *works, {fault: number}, samples=2)
    told = measured(student, {"step": 0.001}, {"usual": 1e-5}, min_sample=0.2, samples=2)
    check.close(told["median"], 1e-5, rtol=0.02, what="the median by a clock that only stands still for a millisecond")
