from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.judge import check

pytestmark = pytest.mark.exercise("m0.e8")

digits = st.integers(-(1 << 53), 1 << 53)
numbers = st.builds(lambda number, power: float(number) * 2.0**power, digits, st.sampled_from([-300, -53, -52, 0, 1, 50, 250]))
parts = st.lists(st.tuples(st.lists(numbers, min_size=1, max_size=4), st.integers(1, 70)), max_size=4)


def of_parts(pattern):
    """Each list of numbers several times over: so arrays of any length in which there is something to lose."""
    return np.array([number for some, times in pattern for number in some * times], "f8")


def dot_is_right(got, a, b, what):
    products = [Fraction(one) * Fraction(other) for one, other in zip(a.tolist(), b.tolist(), strict=True)]
    check.kind(got, float, what)
    check.close(got, float(sum(products)), rtol=0.0, atol=1e-15 * float(sum(map(abs, products))), what=what)


@pytest.mark.points(1)
@given(left=parts, right=parts, seed=st.integers(0, 1000), step=st.sampled_from([1, 2, -1, -3]))
def test_dot_of_any_numbers(student, left, right, seed, step):
    """dot of any numbers, of any length, also of views"""
    a, b = of_parts(left), of_parts(right)
    n = max(len(a), len(b)) if len(a) and len(b) else 0
    a, b = np.resize(a, n), np.resize(b, n)
    if seed % 2:
        np.random.default_rng(seed).shuffle(a)
    dot_is_right(student.dot(a, b), a, b, f"dot of {n} numbers")
    got, untouched = student.given.of_views(student.dot, step, a, b)
    dot_is_right(got, a, b, f"dot of {n} numbers, views [::{step}] that cannot be written to")
    check.that(untouched, "the arrays of dot, or what lies between their elements, changed")
    dot_is_right(student.given.of_itself(student.dot, a), a, a, f"dot(a, a) with {n} numbers")


@pytest.mark.points(1)
def test_long_sums_and_all_polynomials(student, rng):
    """long and lopsided sums, every small size, infinities and zeros in polynomials, any bound"""
    for n in (*range(40), 63, 65, 127, 129, 255, 257, 511, 513, 1023, 1025, 2047, 4097):
        a = rng.permutation(n) + 1.0
        check.equal(student.dot(a, np.ones(n)), n * (n + 1) / 2, f"the sum of the numbers from 1 to {n}")
    for n, period, large in ((300_000, 300_000, 16), (300_000, 300_000, 2048), (131_072, 128, 8), (70_000, 1024, 64)):
        for where in (0, 5):
            a = np.where((np.arange(n) - where) % period < large, 1.0, 1e-16)
            whole = int((a == 1).sum())
            want = float(Fraction(whole) + (n - whole) * Fraction(1e-16))
            for sign in (1.0, -1.0):
                got = student.dot(a, np.full(n, sign))
                check.close(
                    got, sign * want, rtol=0.0, atol=1e-15 * want, what="dot of many small products and some large ones"
                )
    # Nothing gets lost where lanes, sums and what is left over come together, either.
    for n in (*range(11, 72), 100, 127, 128, 131, 257):
        for share in (1.0, 0.5):
            a = np.where(rng.random(n) < share, 1.1e-16, 0.0)
            a[rng.integers(0, n) if share < 1 else 0] = 1.0
            dot_is_right(student.dot(a, np.ones(n)), a, np.ones(n), f"dot of {n} numbers, one of them large")
    for lanes in (2, 4, 8, 16, 32, 64):
        a = np.concatenate([[1.0], np.zeros(lanes - 1), np.full(lanes - 1, 1.1e-16)])
        for b in (a, a[::-1].copy()):
            dot_is_right(student.dot(b, np.ones(len(b))), b, np.ones(len(b)), f"dot of {len(b)} numbers, one of them large")
    odd = np.array([0.0, -0.0, np.inf, -np.inf, np.nan, 1.0, -1.0, 1e308, -1e308, 5e-324, 1 + 2.0**-52])
    for m in (1, 2, 3, 4, 5, 8, 9, 17, 33):
        for n in (*range(20), 31, 33, 63, 65, 100, 257, 1025):
            c, x = rng.standard_normal(m), rng.uniform(-2, 2, n)
            horner_is_met(student.polynomials(c, x), c, x)
        for _ in range(3):
            c, x = rng.choice(odd, m), rng.choice(odd, 41)
            horner_is_met(student.polynomials(c, x), c, x)
    c, x = rng.standard_normal(12), rng.uniform(-2, 2, 45)
    for step in (1, 3, -2):
        got, untouched = student.given.of_views(student.polynomials, step, c, x)
        horner_is_met(got, c, x)
        check.that(untouched, "the arrays of polynomials, or what lies between their elements, changed")
    horner_is_met(student.given.of_itself(student.polynomials, x), x, x)
    for m in (1, 3):
        got = student.given.kept(student.polynomials, (c[:m].copy(), x.copy()), (c[:m] + 1, x))
        horner_is_met(got, c[:m], x, "an answer, after the next call and a change of x,")
    for latency in (1, 3, 4, 5.5, 13, 40, 1e-8, 2e-8):
        for throughput in (1e-8, 2e-8, 1e9, 0.05, 0.25, 0.5, 1, 2, 3, 4):
            for chains in (*range(1, 10), 16, 64, 1000):
                want = float(max(latency / chains, 1 / throughput))
                check.close(student.bound(latency, throughput, chains), want, what=f"bound({latency}, {throughput}, {chains})")


def horner_is_met(got, c, x, what=""):
    with np.errstate(over="ignore", invalid="ignore"):
        want = np.full(len(x), c[-1])
        for coefficient in c[-2::-1]:
            want = want * x + coefficient
    what = what or f"polynomials of {len(c)} coefficients at {len(x)} points"
    check.equal(got, want, what)
    there = ~np.isnan(want)
    check.equal(np.signbit(got)[there], np.signbit(want)[there], f"the signs of {what}")
