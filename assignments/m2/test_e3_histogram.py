import math

import numpy as np
import pytest

from graders.judge import check, meters

pytestmark = pytest.mark.exercise("m2.e3")


@pytest.mark.points(1)
def test_sum(student, rng):
    """the sum is right"""
    x = rng.random(10_000, dtype="f4")
    check.close(student.parallel_sum(x, 2), math.fsum(x.tolist()), rtol=1e-6)


@pytest.mark.points(1)
def test_sum_does_not_depend_on_workers(student, rng):
    """the sum is the same for 1 to 5 workers"""
    x = rng.normal(0, 1e3, 300_007).astype("f4")
    first = student.parallel_sum(x, 1)
    check.kind(first, float)
    for workers in range(2, 6):
        check.equal(student.parallel_sum(x, workers), first)


@pytest.mark.points(1)
def test_lock(student, rng):
    """counting with a lock"""
    counts_like_bincount(student.hist_lock, rng)


@pytest.mark.points(1)
def test_atomic(student, rng):
    """counting with atomics"""
    counts_like_bincount(student.hist_atomic, rng)


@pytest.mark.points(1)
def test_channels(student, rng):
    """counting with a queue"""
    counts_like_bincount(student.hist_channels, rng)


def counts_like_bincount(function, rng):
    for size, workers in ((1000, 1), (1000, 2), (3, 4)):
        x = rng.integers(0, 10, size, dtype="u1")
        check.equal(function(x, 10, workers), np.bincount(x, minlength=10))


@pytest.mark.perf(steps={1.3: 4, 1.5: 7})
def test_race(student, rng):
    """two workers against one thread, 64 MiB"""

    # Values as in video, 16 to 239: private counters that happen to lie side by side do not disturb each other at the
    # edges. That is the next exercise.
    def make():
        return rng.integers(16, 240, 1 << 26, dtype="u1"), 256, 2

    student.race("hist_private", make, against="one_thread", clock="wall")
    meters.threads(student, "hist_private", lambda: make()[:-1])
