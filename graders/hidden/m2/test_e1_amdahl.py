import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.judge import check

pytestmark = pytest.mark.exercise("m2.e1")


@pytest.mark.points(1)
def test_fit_of_noisy_measurements(student, rng):
    """the parallel fraction of measurements with 1 % of noise"""
    numbers = [1, 2, 3, 4, 6, 8]
    for p in (0.5, 0.8, 0.95):
        seconds = [3.0 * (1 - p + p / n) * (1 + 0.01 * rng.uniform(-1, 1)) for n in numbers]
        got = student.fit_parallel_fraction(numbers, seconds)
        check.kind(got, float)
        check.that(abs(got - p) < 0.03, f"the fitted fraction is {got:.3f}, the true one {p}")


@pytest.mark.points(1)
@given(work=st.floats(1e-7, 1e-2), items=st.integers(1, 1000), dispatch=st.floats(1e-7, 1e-3), workers=st.integers(1, 64))
def test_break_even(student, work, items, dispatch, workers):
    """when workers pay, for any numbers"""
    gain = work * items - (dispatch * items + work * math.ceil(items / workers))
    if abs(gain) > 1e-12:
        check.equal(student.break_even(work, items, dispatch, workers), gain > 0)


@pytest.mark.points(1)
def test_fit_without_one_worker(student):
    """the fraction when nobody measured a single worker"""
    got = student.fit_parallel_fraction([2, 4, 16], [1 - 0.9 + 0.9 / n for n in (2, 4, 16)])
    check.close(got, 0.9, rtol=0, atol=1e-9)
