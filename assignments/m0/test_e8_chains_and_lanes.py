import math

import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m0.e8")

ERROR = 1e-15


def short(rng, size):
    """Numbers of 24 bits, so that the products of two are exact and an exact sum of them is easy to have."""
    return rng.uniform(0.5, 1, size).astype("f4").astype("f8")


def dot_is_right(got, a, b, what="the answer"):
    products = (a * b).tolist()
    check.close(got, math.fsum(products), rtol=0.0, atol=ERROR * math.fsum(map(abs, products)), what=what)


def small_after_large(n, small):
    """Ones, then so many that are too small to change a sum of ones: together they matter."""
    a = np.full(n, small)
    a[:64] = 1.0
    return a, np.ones(n)


def small_between_large(n, small):
    """Eight ones, then 120 that are too small to change one of them, and so on."""
    a = np.full(n, small)
    a[np.arange(n) % 128 < 8] = 1.0
    return a, np.ones(n)


@pytest.mark.points(2)
def test_dot(student, rng):
    """dot: right, and as accurate as with the correction"""
    check.close(student.dot(np.array([1.0, 2, 3]), np.array([4.0, -5, 0.5])), -4.5)
    for n in (0, 1, 2, 7, 64, 1001):
        a, b = short(rng, n), short(rng, n)
        dot_is_right(student.dot(a, b), a, b, f"dot of {n} numbers")
    a, b = small_after_large(131_072, 1e-16)
    dot_is_right(student.dot(a, b), a, b, "dot where small products come after large ones")
    a, b = small_between_large(131_072, 1e-16)
    dot_is_right(student.dot(a, b), a, b, "dot where small products lie between large ones")


@pytest.mark.points(1)
def test_polynomials(student, rng):
    """polynomials: bit for bit what Horner's rule gives"""
    check.equal(student.polynomials(np.array([1.0, 2, 3]), np.array([0.0, 1, -2])), np.array([1.0, 6, 9]))
    for m, n in ((1, 3), (2, 5), (5, 0), (20, 1), (9, 67), (40, 256)):
        c, x = rng.standard_normal(m), rng.uniform(-1.5, 1.5, n)
        want = [c[-1].item()] * n
        for coefficient in c[-2::-1].tolist():
            want = [value * each + coefficient for value, each in zip(want, x.tolist(), strict=True)]
        check.equal(student.polynomials(c, x), np.array(want), f"polynomials of {m} coefficients at {n} points")


@pytest.mark.points(1)
def test_bound(student):
    """what one chain, four and many of them can reach"""
    table = (
        (4, 2, 1, 4.0),
        (4, 2, 4, 1.0),
        (4, 2, 8, 0.5),
        (4, 2, 16, 0.5),
        (3, 4, 2, 1.5),
        (13.5, 0.25, 1, 13.5),
        (13.5, 0.25, 8, 4.0),
    )
    for latency, throughput, chains, want in table:
        check.close(student.bound(latency, throughput, chains), want, what=f"bound({latency}, {throughput}, {chains})")


@pytest.mark.perf(steps={1.4: 2, 2.1: 3})
def test_race_dot(student, rng):
    """64 sums of 8,192 products each, against one chain"""
    kinds = [small_after_large(8192, 1e-16)[0], small_between_large(8192, 1e-16)[0]]
    sums = [math.fsum(kind.tolist()) for kind in kinds]

    # A factor that is a power of two changes no digit, so the exact sums are known without adding up exactly again.
    def make():
        factors = 2.0 ** rng.integers(-60, 60, (2, 8, 1)) * rng.choice([-1.0, 1.0], (2, 8, 1))
        return np.array(kinds)[rng.permutation(8) % 2] * factors[0], np.ones((8, 8192)) * factors[1]

    def verify(got, a, b):
        exact = np.array([sums[int(row[128] == row[0])] for row in a])
        want = np.outer(exact * a[:, 0], b[:, 0])
        check.kind(got, list)
        for row, right in zip(got, want.tolist(), strict=True):
            for one, other in zip(row, right, strict=True):
                check.close(one, other, rtol=ERROR)

    student.race("dot", make, against="all_dots_in_one_chain", through="all_dots", verify=verify)


@pytest.mark.perf(steps={1.4: 2, 2.6: 3})
def test_race_polynomials(student, rng):
    """4,000 coefficients at 256 points, raced"""

    def make():
        return rng.standard_normal(4000), rng.uniform(-1, 1, 256)

    student.race("polynomials", make, against="horner_in_one_chain", rtol=0.0)
