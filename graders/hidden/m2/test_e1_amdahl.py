import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.judge import check

pytestmark = pytest.mark.exercise("m2.e1")

TIES = (9.0, 3, 3.0, 2), (9.0, 3, 6.0, 4), (9.0, 6, 6.0, 3), (18.0, 3, 6.0, 2)
"""Where a fraction of the items is rounded: 9 * (1 - 2 / 3) is more than 3."""


@pytest.mark.points(1)
def test_fit_of_noisy_measurements(student, rng):
    """the parallel fraction of noisy measurements, by all points"""
    for numbers in ([1, 2, 3, 4, 6, 8], [8, 1, 1, 4, 2, 8, 3, 1], [16, 2, 4, 2]):
        for p, scale in ((0.5, 3.0), (0.8, 3.0), (0.95, 3.0), (0.5, 3e-11), (0.95, 3e-11)):
            seconds = [scale * (1 - p + p / n) * (1 + 0.01 * rng.uniform(-1, 1)) for n in numbers]
            a, b = np.linalg.lstsq(np.array([[1.0, 1 / n] for n in numbers]), np.array(seconds), rcond=None)[0]
            got = student.fit_parallel_fraction(numbers, seconds)
            check.close(got, float(b / (a + b)), rtol=1e-7, what="the fitted fraction")
            got = student.fit_parallel_fraction(tuple(numbers), tuple(seconds))
            check.close(got, float(b / (a + b)), rtol=1e-7, what="the fraction fitted to tuples")


@pytest.mark.points(1)
@given(
    rounds=st.integers(0, 16),
    more=st.sampled_from([0, 0, 1, -1, 5]),
    workers=st.integers(1, 64),
    times=st.integers(1, 9),
    scale=st.sampled_from([1.0, 2.0**24, 2.0**-40]),
)
def test_break_even(student, rounds, more, workers, times, scale):
    """when workers pay: close to the border on both sides, and on it"""
    for each in TIES:
        check.equal(student.break_even(*each), False, "the answer where both are equally fast")
    items = max(0, rounds * workers + more)
    saved = items - math.ceil(items / workers)
    # Handing out an item costs as much as is saved on it. All are whole numbers, and so are their sums and products.
    work, border = float(max(items, 1) * times), float(saved * times)
    check.equal(student.break_even(work, items, border, workers), False, "the answer where both are equally fast")
    work, border = work * scale, border * scale
    step = min(scale, 1.0)
    check.equal(student.break_even(work, items, border + step, workers), False)
    check.equal(student.break_even(work, items, max(0.0, border - step), workers), saved > 0)
    check.equal(student.break_even(work, items, 0.0, workers), saved > 0, "the answer where handing out costs nothing")
    for dispatch in (scale, 0.0):
        check.equal(student.break_even(0.0, items, dispatch, workers), False, "the answer where the work takes no time")
    check.equal(student.break_even(work, 0, dispatch, workers), False, "the answer without items")


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
