import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.judge import check

pytestmark = pytest.mark.exercise("m2.e1")


@pytest.mark.points(1)
def test_fit_of_noisy_measurements(student, rng):
    """the parallel fraction of noisy measurements, by all points"""
    for numbers in ([1, 2, 3, 4, 6, 8], [8, 1, 1, 4, 2, 8, 3, 1], [16, 2, 4, 2]):
        for p, scale in ((0.5, 3.0), (0.8, 3.0), (0.95, 3.0), (0.5, 3e-8), (0.95, 3e-8)):
            seconds = [scale * (1 - p + p / n) * (1 + 0.01 * rng.uniform(-1, 1)) for n in numbers]
            a, b = np.linalg.lstsq(np.array([[1.0, 1 / n] for n in numbers]), np.array(seconds), rcond=None)[0]
            got = student.fit_parallel_fraction(numbers, seconds)
            check.close(got, float(b / (a + b)), rtol=1e-7, what="the fitted fraction")
            got = student.fit_parallel_fraction(tuple(numbers), tuple(seconds))
            check.close(got, float(b / (a + b)), rtol=1e-7, what="the fraction fitted to tuples")


@pytest.mark.points(1)
@given(items=st.integers(1, 1000), workers=st.integers(1, 64), work=st.sampled_from([1.0, 2.0**-20, 0.375]))
def test_break_even(student, items, workers, work):
    """when workers pay: close to the border on both sides, and on it"""
    saved = items - math.ceil(items / workers)
    # Handing all of them out costs as much as is saved, or one part in a thousand less or more.
    border = work * saved / items
    for dispatch, pays in ((0.999 * border, saved > 0), (1.001 * border + 1e-9, False)):
        check.equal(student.break_even(work, items, dispatch, workers), pays)
    # Powers of two: nothing is rounded, in whatever order it is computed.
    check.equal(student.break_even(work, 8, work / 2, 2), False, "the answer where both are equally fast")
    check.equal(student.break_even(work, 4, work / 4, 3), True)
    check.equal(student.break_even(work, items, 0.0, workers), saved > 0, "the answer where handing out costs nothing")
    check.equal(student.break_even(0.0, items, work, workers), False, "the answer where the work takes no time")
    check.equal(student.break_even(work, 1, 0.0, 4), False, "the answer for one item that costs nothing to hand out")
    check.equal(student.break_even(0.0, 5, 0.0, 2), False, "the answer where nothing takes any time")
    check.equal(student.break_even(work, 0, work, workers), False, "the answer without items")


@pytest.mark.points(1)
def test_fit_without_one_worker(student):
    """the fraction when nobody measured a single worker; of two points; beyond 0 and 1"""
    got = student.fit_parallel_fraction([2, 4, 16], [1 - 0.9 + 0.9 / n for n in (2, 4, 16)])
    check.close(got, 0.9, rtol=0, atol=1e-9)
    check.close(student.fit_parallel_fraction([8, 2], [2.0, 5.0]), 8 / 9)
    for p in (1.0, 1 - 1e-8):
        check.close(student.amdahl(p, 1024), 1 / (1 - p + p / 1024), what=f"the speed-up for p={p!r}")
        check.close(student.gustafson(p, 1024), 1 - p + p * 1024, what=f"the scaled speed-up for p={p!r}")
    for seconds in (2e-8, 4e-8):
        check.close(student.predict_table(seconds, 0.5, [2]), [(2, 0.75 * seconds, 2 / 3)], what=f"the table for {seconds} s")
    check.close(student.predict_table(3.0, 1.0, (7, 1, 3)), [(7, 3 / 7, 1.0), (1, 3.0, 1.0), (3, 1.0, 1.0)])
    check.close(student.predict_table(3.0, 0.0, (7, 1)), [(7, 3.0, 1 / 7), (1, 3.0, 1.0)])
    check.equal(student.fit_parallel_fraction([1, 2, 4], [2.0, 2.25, 2.5]), 0.0, "the fraction where more workers are slower")
    check.equal(student.fit_parallel_fraction([1, 2, 4], [4.0, 1.75, 0.75]), 1.0, "the fraction where two halve it and more")
