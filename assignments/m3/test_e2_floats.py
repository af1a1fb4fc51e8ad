import math
from fractions import Fraction

import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m3.e2")


@pytest.mark.points(1)
def test_steps(student):
    """how many floats lie between two"""
    ten = np.float32(10) ** np.arange(-37, 38, dtype="f4")
    a = np.concatenate([ten, -ten])
    for k in (1, 2, 1000):
        b = a.copy()
        for _ in range(k):
            b = np.nextafter(b, np.float32(np.inf))
        check.equal(student.ulp_distance(a, b), np.full(len(a), k), f"ulp_distance, {k} steps up,")
        check.equal(student.ulp_distance(b, a), np.full(len(a), k), f"ulp_distance, {k} steps down,")
    a = np.array([0.0, -0.0, 1e-45, 0.0, 1.0, -1.0, np.nan, np.inf, 1.0], "f4")
    b = np.array([-0.0, 0.0, -1e-45, 1e-45, 2.0, 1.0, 1.0, -np.inf, np.nan], "f4")
    check.equal(student.ulp_distance(a, b), np.array([0, 0, 2, 1, 1 << 23, 2 * 127 << 23, -1, 2 * 255 << 23, -1]))


@pytest.mark.points(1)
def test_quadratic(student):
    """both solutions, to the last digits"""
    for a, b, c in (
        (1.0, -3.0, 2.0),
        (-1.0, 3.0, -2.0),
        (2.0, 0.0, -8.0),
        (1.0, 1e7, 1.0),
        (1.0, -1e7, 1.0),
        (1e-8, 1e3, -1e3),
    ):
        got = student.solve_quadratic(a, b, c)
        check.kind(got, tuple)
        check.that(
            len(got) == 2 and got[0] < got[1], f"of a, b, c = {a, b, c} there are two, the smaller one first", f"got {got}"
        )
        for x in got:
            # Newton's rule in fractions: so far is x from the solution.
            x0 = Fraction(x)
            value, slope = (Fraction(a) * x0 + Fraction(b)) * x0 + Fraction(c), 2 * Fraction(a) * x0 + Fraction(b)
            check.close(x, float(x0 - value / slope), rtol=1e-14, what=f"a solution of a, b, c = {a, b, c}")
    check.equal(student.solve_quadratic(1.0, 2.0, 5.0), ())
    check.equal(student.solve_quadratic(1.0, -2.0, 1.0), (1.0, 1.0))
    check.equal(student.solve_quadratic(2.0, 0.0, 0.0), (0.0, 0.0))
    check.equal(student.solve_quadratic(-1.0, 4.0, 0.0), (0.0, 4.0))
    for a, b, c in ((0.0, 1.0, 1.0), (1.0, math.nan, 1.0), (1.0, 1.0, -math.inf)):
        with check.raises("ValueError"):
            student.solve_quadratic(a, b, c)


def variance(x):
    """In fractions, so that nothing is rounded but the answer."""
    numbers = [Fraction(each) for each in x.tolist()]
    mean = sum(numbers) / len(numbers)
    return float(sum((each - mean) ** 2 for each in numbers) / len(numbers))


@pytest.mark.points(1)
def test_variance(student, rng):
    """the variance, also far from zero"""
    check.close(student.variance_one_pass(np.array([1.0, 2.0, 3.0, 6.0])), 3.5, rtol=1e-6)
    for mean in (0.0, 1e4, -1e8):
        for n in (2, 63, 1000):
            x = rng.normal(mean, 1, n)
            check.close(student.variance_one_pass(x), variance(x), rtol=1e-6, what=f"the variance of {n} numbers near {mean:g}")
    check.equal(student.variance_one_pass(np.array([0.1])), 0.0)
    got = student.variance_one_pass(np.full(1000, 1e8 + 0.1))
    check.kind(got, float)
    check.that(0 <= got <= 1e-8, "a thousand equal numbers have no variance", f"got {got}")
    check.equal(student.variance_one_pass(np.array([1.0, np.nan, 2.0])), np.nan)
    with check.raises("ValueError"):
        student.variance_one_pass(np.empty(0))


@pytest.mark.points(1)
def test_division_and_depth(student):
    """divisors, and depths that stay apart"""
    for d, want in (
        (4.0, True),
        (5.0, False),
        (-0.125, True),
        (0.1, False),
        (3.0, False),
        (2.0**100, True),
        (2.0**-140, False),
    ):
        check.equal(student.divide_by_constant_is_exact(d), want, f"divide_by_constant_is_exact({d})")
    with check.raises("ValueError"):
        student.divide_by_constant_is_exact(0.0)
    z = np.array([0.25, 0.5, 1.0, 2.0, 4.0, 5.0, 0.1, np.nan], "f4")
    want = np.array([1, 7 / 15, 3 / 15, 1 / 15, 0, 0, 1, np.nan], "f4")
    check.close(student.reversed_depth(z, 0.25, 4.0), want, rtol=1e-6)
    check.close(
        student.reversed_depth(z, 0.25, math.inf), np.array([1, 0.5, 0.25, 0.125, 0.0625, 0.05, 1, np.nan], "f4"), rtol=1e-6
    )
    z = np.linspace(0.125, 1000, 200_001).astype("f4")
    got = student.reversed_depth(z, 0.125, 1000.0)
    check.array(got, "f4", z.shape)
    different = len(np.unique(got))
    check.that(different == len(z), f"{len(z):,} distances should have as many depths, but have {different:,}")
    with check.raises("ValueError"):
        student.reversed_depth(z[:9], 4.0, 0.25)


@pytest.mark.perf(steps={2.5: 2, 15: 4})
def test_race(student, rng):
    """300 variances of 65,536 numbers, against Welford's rule"""

    def make():
        return (rng.normal(rng.uniform(-1e7, 1e7), 1, 65_536),)

    student.race("variance_one_pass", make, against="all_by_welford", through="all_variances", rtol=1e-6)
