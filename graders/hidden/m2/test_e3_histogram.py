import math

import numpy as np
import pytest

from graders.judge import check, workers

pytestmark = pytest.mark.exercise("m2.e3")

COUNTS = (*range(1, 14), 16, 17, 31, 61, 64, 67, 100, 128)
"""Numbers of workers that do not all divide the same number of pieces, and more workers than there may be pieces."""
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
    for size, count, bins in (
        (0, 1, 256),
        (0, 3, 1),
        (1, 4, 256),
        (5, 3, 300),
        (1001, 7, 256),
        (64, 2, 1),
        (999, 1, 2),
        (3, 70, 999),
    ):
        x = rng.integers(0, min(bins, 256), size, dtype="u1")
        for name in FUNCTIONS:
            answer = student.function(name)(x, bins, count)
            check.equal(answer, np.bincount(x, minlength=bins), f"{name} of {size} items, bins={bins}, workers={count}")
    for size in (12, 1009):
        x = rng.integers(0, 3, size, dtype="u1")
        for count in COUNTS:
            for name in FUNCTIONS:
                answer = student.function(name)(x, 3, count)
                check.equal(answer, np.bincount(x, minlength=3), f"{name} of {size} items, bins=3, workers={count}")
    # One that counts alone is right, but slow: that is what the race is for.
    x = rng.integers(0, 256, 1 << 22, dtype="u1")
    found = student.given.watched(student.hist_private, [x, 256, 24], 24)
    check.equal(found["answer"], np.bincount(x, minlength=256), "hist_private")
    came = found["came"]
    check.that(came == 0 or came >= 23, f"hist_private(…, workers=24) should count in 24 threads, but started {came}")
    for name in FUNCTIONS:
        answers = student.given.changed_between(student.function(name), np.array([0, 2, 2], "u1"), 3, 2)
        check.equal(list(answers), [np.array([1, 0, 2]), np.array([0, 3, 0])], f"{name}, before and after x has changed")


@pytest.mark.points(1)
def test_sum_of_hard_data(student, rng):
    """the sum in double precision, by as many threads, in any order; of one number, of none"""
    # Small numbers beside a large one: float32 loses them all, and a sum that is rounded to float32 on the way loses some.
    small_ones = np.full(100_003, 0.1, "f4")
    small_ones[0] = 1 << 24
    cases = (rng.random(3_000_001, dtype="f4"), small_ones, np.array([2.5], "f4"), np.array([-1.0, 0.25, -1.0], "f4"))
    for x in (*cases, np.zeros(0, "f4")):
        for count in (1, 3):
            check.close(student.parallel_sum(x, count), math.fsum(x.tolist()), rtol=1e-9)
    answers = student.given.changed_between(student.parallel_sum, np.array([0.5, 2.0], "f4"), 2)
    check.equal(answers, (2.5, 2.0), "the sum before and after x has changed")
    # Of all sizes, so that every other order of addition has another rounding.
    x = (rng.normal(0, 1, 600_011) * 10.0 ** rng.integers(-3, 4, 600_011)).astype("f4")
    first = student.parallel_sum(x, 1)
    for stagger in (0.0, 0.02):
        found = student.given.watched(student.parallel_sum, [x, 4], 4, stagger)
        check.equal(found["answer"], first, "the sum by 4 threads, of which the last begins first,")
    for size in (5, 61, 1009, 20_011, 600_011):
        first = student.parallel_sum(x[:size], 1)
        check.close(first, math.fsum(x[:size].tolist()), rtol=1e-9, atol=1e-5, what=f"the sum of {size} numbers")
        for count in COUNTS:
            check.equal(student.parallel_sum(x[:size], count), first, f"the sum of {size} numbers with workers={count}")
    for count in (1, 5):
        workers.threads(student, "parallel_sum", lambda size: (rng.random(size, dtype="f4"),), count)
