import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graders.judge import check

pytestmark = pytest.mark.exercise("m5.e1")

STEPS = st.sampled_from([1, 2, -1, -3])
KINDS = ["whole", "far", "tiny", "huge", "zeros", "equal", "ties"]


def numbers(rng, n, kind):
    if kind == "whole":
        return rng.integers(-50, 50, n).astype("f8")
    if kind == "far":
        return np.sort(rng.normal(1e8, 1, n))[:: rng.choice([-1, 1])].copy()
    if kind in ("tiny", "huge"):
        return rng.choice([-1, 1], n) * 10 ** rng.uniform(*((-60, -50) if kind == "tiny" else (50, 60)), n)
    if kind == "zeros":
        return rng.choice([0.0, -0.0], n)
    return np.full(n, float(rng.normal(3, 1))) if kind == "equal" else rng.choice([-2.0, 0.5, 7.0, 7.25], n)


def summarised(got, x, what):
    """Against fractions."""
    exact = [Fraction(each) for each in x.tolist()]
    n, largest = len(x), max(abs(each) for each in exact)
    mean = sum(exact) / n
    var = sum((each - mean) ** 2 for each in exact) / n
    ordered = sorted(exact)
    for name, want, off in (
        ("mean", mean, largest * Fraction(1, 10**12)),
        ("var", var, var / 10**6 + largest**2 / 10**24),
        ("median", (ordered[(n - 1) // 2] + ordered[n // 2]) / 2, largest * Fraction(1, 10**12)),
        ("p99", ordered[min(i for i in range(n) if (i + 1) * 100 >= 99 * n)], Fraction(0)),
    ):
        check.kind(got, dict, what)
        check.that(name in got and len(got) == 4, f"the keys of {what} are {sorted(got)}")
        check.kind(got[name], float, f"{name} of {what}")
        right = math.isfinite(got[name]) and abs(Fraction(got[name]) - want) <= off
        check.that(right, f"{name} of {what} is wrong", f"expected {float(want)}   got {got[name]}")
    check.that(got["var"] >= 0, f"the variance of {what} is negative")


@pytest.mark.points(1)
def test_any_summary(student, rng):
    """summaries of any numbers, in any array"""
    any_summary(student)
    for n in (99, 100, 101, 199, 200, 201, 300, 1000):
        x = rng.normal(0, 1, n)
        summarised(student.summary(x), x, f"the summary of {n} numbers")
    x = rng.normal(0, 1, 50)
    summarised(student.given.after_a_change(student.summary, (x.copy(),), (x + 3,)), x + 3, "the summary, called again")
    summarised(student.given.kept(student.summary, x, x + 3), x, "the summary, after the next call,")
    refused(student.summary)
    for bad in (math.nan, math.inf, -math.inf):
        for n, at in ((1, 0), (5, 0), (5, 4), (200, 77)):
            x = np.ones(n)
            x[at] = bad
            with check.raises("ValueError"):
                student.summary(x)


@settings(max_examples=60)
@example(n=1, kind="whole", step=1, seed=0)
@example(n=2, kind="far", step=-1, seed=0)
@given(n=st.integers(1, 150), kind=st.sampled_from(KINDS), step=STEPS, seed=st.integers(0, 999))
def any_summary(student, n, kind, step, seed):
    x = numbers(np.random.default_rng(seed), n, kind)
    what = f"the summary of {n} numbers ({kind})"
    summarised(student.summary(x), x, what)
    got, untouched = student.given.of_views(student.summary, step, x)
    summarised(got, x, f"{what} in a read-only view [::{step}]")
    check.that(untouched, "the array of summary, or what lies between its elements, changed")


def refused(function, *before):
    """Anything but an array of float64 with one axis that has something in it."""
    for bad in ([1.0] * 12, (1.0,) * 12, 1.0, np.ones(12, "f4"), np.ones(12, "i8"), np.ones((12, 1)), np.ones(()), np.ones(0)):
        with check.raises("ValueError"):
            function(*before, bad)


def said(student, wanted, least, seeds, **options):
    verdicts = student.given.verdicts(student.verdict, list(seeds), options)
    count = verdicts.count(wanted)
    which = ", ".join(f"{name}={value:.3g}" for name, value in options.items())
    check.that(count >= least, f'{count} of {len(verdicts)} verdicts are "{wanted}", not {least} or more, with {which}')


@pytest.mark.points(1)
def test_any_verdict(student, rng):
    """verdicts on other rounds, other tolerances, few pairs, and what cannot be judged"""
    said(student, "same", 196, range(3000, 3200), pairs=20)
    said(student, "same", 196, range(3000, 3200), pairs=41)
    said(student, "same", 47, range(3000, 3050), pairs=500, factor=1.02)
    said(student, "same", 47, range(3000, 3050), pairs=500, factor=1 / 1.02)
    said(student, "slower", 196, range(3000, 3200), pairs=80, factor=1.2)
    said(student, "faster", 196, range(3200, 3400), pairs=80, factor=1 / 1.2)
    said(student, "slower", 45, range(3000, 3050), pairs=100, factor=1.4, share=0.7)
    clear_verdicts(student)
    touches = student.given.touches_dice
    for seed in range(30):
        old, new = student.given.rounds(seed, 40, 1.14)
        check.that(not touches(student.verdict, old, new), "verdict changes the state of random or of numpy.random")
        both = {student.verdict(old, new) for _ in range(4)}
        check.equal(len(both), 1, "how many verdicts there are on the same seconds")
        weather = 2.0 ** rng.integers(-20, 20, 40)
        check.equal(student.verdict(old * weather, new * weather), *both, "the verdict, where rounds are slower as a whole,")
    # The new program has the same seconds as the old one, in other rounds: nearly all of them are twice as long.
    old = np.tile(2.0 ** np.arange(-6, 7), 4)
    new = np.tile(np.roll(2.0 ** np.arange(-6, 7), -1), 4)
    check.equal(student.verdict(old, new), "slower", "the verdict, where 48 ratios of 52 are 2.0, and 4 are tiny,")
    check.equal(student.verdict(new, old), "faster", "the verdict, where 48 ratios of 52 are 0.5, and 4 are large,")
    check.equal(student.verdict(old, new, 1.5), "same", "the verdict, where 48 ratios of 52 are 2.0, tolerance=1.5,")
    one = np.ones(12)
    got = student.given.after_a_change(student.verdict, (one.copy(), one.copy()), (one, 2 * one))
    check.equal(got, "slower", "the verdict, called again with the same arrays and other seconds,")
    for i, j in ((0, 0), (0, 8), (8, 0), (8, 9), (9, 8), (3, 4), (1, 12), (12, 1)):
        with check.raises("ValueError"):
            student.verdict(np.ones(i), np.ones(j))
    for bad in (math.nan, math.inf, -math.inf, 0.0, -0.0, -1.0):
        for at in (0, 5, 11):
            x = np.ones(12)
            x[at] = bad
            for pair in ((x, one), (one, x), (x[at : at + 1], one[:1])):
                with check.raises("ValueError"):
                    student.verdict(*pair)
        if bad != 0:
            for n in (3, 12):
                with check.raises("ValueError"):
                    student.verdict(one[:n], one[:n], bad)
    refused(student.verdict, one)
    refused(lambda bad: student.verdict(bad, one))


@settings(max_examples=60)
@example(n=7, step=1, ratio=4.0, tolerance=0.05, seed=0)
@example(n=8, step=1, ratio=4.0, tolerance=0.05, seed=0)
@example(n=8, step=-1, ratio=0.25, tolerance=0.05, seed=0)
@example(n=1, step=1, ratio=4.0, tolerance=0.05, seed=0)
@example(n=2000, step=1, ratio=1.04, tolerance=0.05, seed=0)
@example(n=30, step=1, ratio=1.0, tolerance=0.0, seed=0)
@example(n=30, step=1, ratio=1.001, tolerance=0.0, seed=0)
@example(n=30, step=1, ratio=0.98, tolerance=0.0199, seed=0)
@given(
    n=st.integers(1, 60),
    step=STEPS,
    ratio=st.sampled_from([1e-6, 0.25, 0.51, 0.82, 0.9, 0.96, 1.0, 1.04, 1.06, 1.5, 2.9, 1e6]),
    tolerance=st.sampled_from([0.0, 0.03, 0.05, 0.2, 0.97, 2.0, 1e9]),
    seed=st.integers(0, 999),
)
def clear_verdicts(student, n, step, ratio, tolerance, seed):
    """All ratios are equal: whatever the seconds are, and however sure you want to be."""
    rng = np.random.default_rng(seed)
    old = 2.0 ** rng.integers(-13 if seed % 3 else -2, 10, n)
    new = ratio * old
    want = "slower" if ratio > 1 + tolerance else "faster" if ratio < 1 / (1 + tolerance) else "same"
    want = want if n >= 8 else "same"
    what = f"the verdict on {n} pairs, {ratio} times as long, {tolerance=}"
    check.equal(student.verdict(old, new, tolerance), want, what)
    got, untouched = student.given.of_views(student.verdict, step, old, new, tolerance)
    check.equal(got, want, f"{what}, read-only views [::{step}],")
    check.that(untouched, "the arrays of verdict, or what lies between their elements, changed")
    if tolerance == 0.05:
        check.equal(student.verdict(old, new), want, f"{what} by default,")


def is_erratic(x):
    """None where it is within 1e-9 of a limit."""
    if len(x) < 10:
        return True
    p10, median, p90 = np.quantile(x, [0.1, 0.5, 0.9])
    half = len(x) // 2
    halves = abs(np.median(x[:half]) - np.median(x[len(x) - half :]))
    excess = [p90 - p10 - 0.3 * median, halves - 0.1 * median]
    return None if min(map(abs, excess)) < 1e-6 * median else bool(max(excess) > 0)


@settings(max_examples=80)
@example(n=1, step=1, spread=0.0, drift=0.0, seed=0)
@example(n=10, step=1, spread=0.0, drift=0.0, seed=0)
@given(
    n=st.integers(1, 70),
    step=STEPS,
    spread=st.sampled_from([0.0, 0.05, 0.2, 0.35, 0.5, 2.0]),
    drift=st.sampled_from([0.0, -0.12, 0.12, 0.2, 0.24, -0.24, -0.4, 0.4]),
    seed=st.integers(0, 999),
)
def any_erratic(student, n, step, spread, drift, seed):
    rng = np.random.default_rng(seed)
    scale = float(rng.choice([1e-9, 1e-3, 1e6]))
    x = scale * (1 + spread * rng.random(n) + np.maximum(drift, 0) + drift * np.linspace(0, 1, n))
    slow = rng.random(n) < rng.choice([0, 0.05, 0.12])
    x = np.where(slow, x * 30, x)
    want = is_erratic(x)
    if want is None:
        return
    check.equal(student.erratic(x), want, f"erratic of {n} runs")
    got, untouched = student.given.of_views(student.erratic, step, x)
    check.equal(got, want, f"erratic of {n} runs, a read-only view [::{step}],")
    check.that(untouched, "the array of erratic, or what lies between its elements, changed")


@settings(max_examples=60)
@example(rounds=1, seed=0)
@example(rounds=19, seed=0)
@example(rounds=20, seed=0)
@example(rounds=40, seed=0)
@example(rounds=100, seed=0)
@given(rounds=st.integers(1, 120), seed=st.integers(0, 999))
def any_floor(student, rounds, seed):
    rng = np.random.default_rng(seed)
    seconds = (10 ** rng.uniform(-3, 2) * np.exp(rng.normal(0, rng.choice([0.01, 0.3, 2]), 2 * rounds))).tolist()
    if seed % 4 == 0:
        seconds = [int(each * 1000) + 1 for each in seconds]
    differences = sorted(float(max(pair) / min(pair) - 1) for pair in zip(seconds[::2], seconds[1::2], strict=True))
    want = next(each for i, each in enumerate(differences) if (i + 1) * 100 >= 95 * rounds)
    answer, calls = student.given.floor(student.noise_floor, seconds, rounds)
    check.close(answer, want, rtol=1e-12, atol=1e-12, what=f"the noise floor of {rounds} pairs")
    check.equal(calls, 2 * rounds, "the number of runs")


@pytest.mark.points(1)
def test_any_runs(student, rng):
    """any runs, even or erratic, and any program against itself"""
    any_erratic(student)
    x = 1 + 0.01 * rng.random(20)
    got = student.given.after_a_change(student.erratic, (x.copy(),), (x * np.linspace(1, 2, 20),))
    check.equal(got, True, "erratic, called again with the same array and other seconds,")
    x = np.repeat([1.0, 5.0, 1.02], [10, 1, 10])
    check.equal(student.erratic(x), False, "erratic where the run in the middle is slow")
    check.equal(student.erratic(np.repeat([1.0, 1.104], 10)), False, "erratic of 1.0 ten times, then 1.104 ten times")
    check.equal(student.erratic(np.repeat([1.104, 1.0], 10)), False, "erratic of 1.104 ten times, then 1.0 ten times")
    check.equal(student.erratic(np.repeat([1.0, 1.107], 10)), True, "erratic of 1.0 ten times, then 1.107 ten times")
    x = np.array([1.0, 1.28] * 5 + [1.28] + [1.0, 1.28] * 5)
    check.equal(student.erratic(x), False, "erratic, where the run in the middle belongs to neither half,")
    x = np.array([1, 0.8, 1, 1, 1, 1, 1, 1, 1.2, 1])
    check.equal(student.erratic(x), False, "erratic of ten runs, of which one took 0.8 and one 1.2, the others 1.0 seconds,")
    refused(student.erratic)
    for bad in (math.nan, math.inf, -math.inf, 0.0, -0.0, -1.0):
        for n in (1, 5, 30):
            x = np.ones(n)
            x[n // 2] = bad
            with check.raises("ValueError"):
                student.erratic(x)
    any_floor(student)
    floor = student.given.floor
    for rounds in (0, -1, -40):
        check.equal(
            floor(student.noise_floor, [1.0], rounds), ("ValueError", 0), f"what is raised, after how many runs, {rounds=},"
        )
    for bad in (math.nan, math.inf, -math.inf, 0.0, -0.0, 0, -2, -1e-9):
        for at in (0, 1, 4, 9):
            seconds = [1.0] * 10
            seconds[at] = bad
            what = f"what is raised, after how many runs, where run {at + 1} takes {bad} seconds,"
            check.equal(floor(student.noise_floor, seconds, 5), ("ValueError", at + 1), what)
    for error in ("KeyError", "TypeError", "ValueError", "OverflowError", "ZeroDivisionError", "Mine"):
        for at in (1, 4, 9, 10):
            got = floor(student.noise_floor, [1.0] * 10, 5, at, error)
            what = f"what is raised, after how many runs, where run {at} raises {error},"
            check.equal(got, ("what run raised", at), what)
    check.close(floor(student.noise_floor, [1.0] * 10, 5)[0], 0.0, what="the noise floor of equal runs")
