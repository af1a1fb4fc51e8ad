import math

import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m2.e3")

FUNCTIONS = ("hist_lock", "hist_atomic", "hist_channels", "hist_private")


@pytest.mark.points(1)
def test_nothing_is_lost_under_contention(student, rng):
    """no count is lost when everybody wants the same bin"""
    x = np.full(1 << 19, 7, "u1")
    for repetition in range(20):
        for name in FUNCTIONS:
            check.equal(student.function(name)(x, 16, 2 + repetition % 4), np.bincount(x, minlength=16), name)


@pytest.mark.points(1)
def test_odd_sizes(student, rng):
    """empty data, fewer items than workers, sizes that do not divide"""
    for size, workers in ((0, 1), (0, 3), (1, 4), (5, 3), (1001, 7)):
        x = rng.integers(0, 256, size, dtype="u1")
        for name in FUNCTIONS:
            check.equal(student.function(name)(x, 256, workers), np.bincount(x, minlength=256), name)


@pytest.mark.points(1)
def test_sum_of_hard_data(student, rng):
    """the sum of many numbers, of one, and of none"""
    for x in (rng.random(3_000_001, dtype="f4"), np.array([2.5], "f4"), np.zeros(0, "f4")):
        for workers in (1, 3):
            check.close(student.parallel_sum(x, workers), math.fsum(x.tolist()), rtol=1e-6)
