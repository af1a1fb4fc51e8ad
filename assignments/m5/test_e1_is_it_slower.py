import math

import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m5.e1")


def said(student, wanted, least, seeds, tolerance=None, **options):
    """At least so many verdicts on such rounds are the wanted one."""
    verdicts = student.given.verdicts(student.verdict, list(seeds), options)
    for verdict in verdicts:
        check.that(verdict in ("slower", "same", "faster"), f"a verdict is {verdict!r}")
    count = verdicts.count(wanted)
    which = ", ".join(f"{name}={value:.3g}" for name, value in options.items())
    check.that(count >= least, f'{count} of {len(verdicts)} verdicts are "{wanted}", not {least} or more, with {which}')


@pytest.mark.points(1)
def test_summary(student):
    """mean, variance, median, and the 99th percentile"""
    x = np.arange(200.0, 0, -1)
    want = {"mean": 100.5, "var": 3333.25, "median": 100.5, "p99": 198.0}
    check.close(student.summary(x), want, rtol=1e-12, what="the summary of 200, 199, …, 1")
    check.close(student.summary(np.array([3.0, 1, 2])), {"mean": 2.0, "var": 2 / 3, "median": 2.0, "p99": 3.0}, rtol=1e-9)
    x = 1e8 + np.tile([-1.0, 0.0, 1.0], 100)
    check.close(student.summary(x), {"mean": 1e8, "var": 2 / 3, "median": 1e8, "p99": 1e8 + 1}, rtol=1e-6, what="far from 0")
    with check.raises("ValueError"):
        student.summary(np.array([1.0, math.nan]))


@pytest.mark.points(1)
def test_same(student):
    """a program against itself, and a difference too small to matter"""
    said(student, "same", 196, range(200), pairs=20)
    said(student, "same", 196, range(200), pairs=60)
    said(student, "same", 47, range(50), pairs=500, factor=1.02)


@pytest.mark.points(1)
def test_slower_and_faster(student):
    """1.2 times as long, also where not all runs are slower"""
    said(student, "slower", 196, range(200), pairs=80, factor=1.2)
    said(student, "faster", 196, range(200), pairs=80, factor=1 / 1.2)
    said(student, "slower", 45, range(50), pairs=100, factor=1.4, share=0.7)
    old = np.full(8, 1.0)
    for ratio, tolerance, want in ((1.3, 0.2, "slower"), (1.3, 0.4, "same"), (0.7, 0.2, "faster"), (0.7, 0.5, "same")):
        check.equal(student.verdict(old, ratio * old, tolerance), want, f"the verdict on {ratio} times as long, {tolerance=},")
    with check.raises("ValueError"):
        student.verdict(old, old[:7])


@pytest.mark.points(1)
def test_erratic(student):
    """spread, and drift"""
    still = 1 + 0.1 * (np.arange(40) % 4 / 3)
    check.equal(student.erratic(still), False, "erratic of seconds from 1 to 1.1")
    check.equal(student.erratic(5 * still - 4), True, "erratic of seconds from 1 to 1.5")
    check.equal(student.erratic(still + np.linspace(0, 0.3, 40)), True, "erratic of seconds that grow from run to run")
    check.equal(student.erratic(np.where(np.arange(40) % 20 == 3, 50.0, still)), False, "erratic where 2 runs of 40 are slow")
    check.equal(student.erratic(still[:9]), True, "erratic of nine runs")
    with check.raises("ValueError"):
        student.erratic(np.zeros(12))


@pytest.mark.points(1)
def test_noise_floor(student):
    """a program against itself, in pairs"""
    seconds = [1.0, 1.0, 1.0, 1.25, 3.0, 2.0, 4.0, 4.0]
    answer, calls = student.given.floor(student.noise_floor, seconds, 4)
    check.close(answer, 0.5, rtol=1e-12, what="the noise floor of 1 and 1, 1 and 1.25, 3 and 2, 4 and 4")
    check.equal(calls, 8, "the number of runs")
    seconds = [value for i in range(40) for value in (1.0, 1 + i / 100)]
    answer, calls = student.given.floor(student.noise_floor, seconds, None)
    check.close(answer, 0.37, rtol=1e-9, what="the noise floor of 40 pairs that differ by 0, 0.01, …, 0.39")
    check.equal(calls, 80, "the number of runs")
    answer, calls = student.given.floor(student.noise_floor, [1.0, 1.0, -1.0, 1.0, 1.0, 1.0], 3)
    check.equal((answer, calls), ("ValueError", 3), "what is raised after how many runs, where the third takes -1 seconds,")
