import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graders.judge import check

pytestmark = pytest.mark.exercise("m0.e3")


def smoothed(x, a):
    y = x.tolist()
    for i in range(1, len(y)):
        y[i] = a * y[i] + (1 - a) * y[i - 1]
    return np.array(y, "f8")


def picture(width, height, max_iter):
    return np.array([[steps(k, r, width, height, max_iter) for k in range(width)] for r in range(height)], "u2")


def steps(k, r, width, height, max_iter):
    """Of one pixel."""
    cx, cy = 1.5 * ((2 * k + 1 - width) / width) - 0.75, 1.5 * ((height - 1 - 2 * r) / height)
    zx, zy = 0.0, 0.0
    for step in range(1, max_iter + 1):
        zx, zy = zx * zx - zy * zy + cx, 2 * zx * zy + cy
        if zx * zx + zy * zy > 4:
            return step
    return max_iter


@pytest.mark.points(1)
def test_any_signal(student, rng):
    """any signal, any a, views, long signals"""
    any_signal(student)
    for a in (0.0, -0.0, -1e-300, 1 + 2**-52, 2.0, float("inf"), float("nan")):
        for x in (np.ones(3), np.ones(0)):
            with check.raises("ValueError"):
                student.smooth(x, a)
    for n in (1, 2, 60):
        for a in (1.0, 0.5):
            shared = student.given.shares(student.smooth, np.arange(float(n)), a)
            check.that(not shared, f"the answer for n = {n}, a = {a} is no new array: it shares memory with x")
    x, other = rng.normal(0, 1, (2, 60))
    close(student.given.kept(student.smooth, (x, 0.3), (other, 0.3)), smoothed(x, 0.3), x, "an answer, after the next,")
    for n, a in ((60_000, 0.001), (20_000, 0.4), (20_000, 0.999)):
        x = rng.normal(0, 1, n) + 50 * (np.arange(n) > n // 2)
        close(student.smooth(x, a), smoothed(x, a), x, f"the answer for n = {n}, a = {a}")


@settings(max_examples=60)
@example(n=0, step=1, a=0.5, scale=1.0, seed=0)
@example(n=1, step=1, a=0.01, scale=1.0, seed=0)
@example(n=2, step=-1, a=1.0, scale=1e100, seed=0)
@given(
    n=st.integers(0, 200),
    step=st.sampled_from([1, 1, 2, 3, -1, -2]),
    a=st.one_of(st.just(1.0), st.floats(0.001, 1.0)),
    scale=st.sampled_from([1.0, 1e-100, 1e100, 3.0, 2.0]),
    seed=st.integers(0, 99),
)
def any_signal(student, n, step, a, scale, seed):
    x = scale * np.random.default_rng(seed).normal(0, 1, n)
    if scale == 3.0:
        x += 1000
    if scale == 2.0:
        x = np.round(x)
    got, unchanged = student.given.on_view(student.smooth, x, step, a)
    where = f"(n = {n}, a = {a}, x = z[::{step}])"
    close(got, smoothed(x, a), x, f"the answer {where}")
    check.that(unchanged, f"x is not as it was any more {where}")


def close(got, want, x, what):
    check.close(got, want, rtol=0, atol=1e-12 * float(np.abs(x).max(initial=0)), what=what)


@pytest.mark.points(1)
def test_any_picture(student):
    """any picture, exactly, and many steps"""
    any_picture(student)
    # In the first three, some pixels take another number of steps with any other rounding; in the last, two stay long.
    for width, height, max_iter in (
        (15, 30, 800),
        (43, 16, 800),
        (32, 23, 800),
        (6, 1, 700),
        (1, 5, 65_535),
        (1, 40, 257),
        (1, 30_000, 65_535),
    ):
        want = picture(width, height, max_iter)
        got = student.escape_time(width, height, max_iter)
        check.equal(got, want, f"the answer for {width} x {height} pixels and max_iter = {max_iter}")
    got = student.given.written_to(student.escape_time, 9, 6, 40)
    check.equal(got, picture(9, 6, 40), "the answer, after an earlier one for the same was written to,")
    got = student.given.kept(student.escape_time, (9, 6, 40), (9, 6, 50))
    check.equal(got, picture(9, 6, 40), "an answer, after the next was asked for,")
    for wrong in ((0, 1, 1), (1, 0, 1), (1, 1, 0), (-3, 2, 9), (2, -3, 9), (2, 2, -9), (2, 2, 65_536), (2, 2, 1 << 40)):
        with check.raises("ValueError"):
            student.escape_time(*wrong)


@settings(max_examples=40)
@example(width=1, height=1, max_iter=1)
@example(width=1, height=30, max_iter=1)
@example(width=30, height=1, max_iter=2)
@example(width=15, height=16, max_iter=256)
@given(width=st.integers(1, 24), height=st.integers(1, 24), max_iter=st.one_of(st.integers(1, 12), st.integers(1, 400)))
def any_picture(student, width, height, max_iter):
    want = picture(width, height, max_iter)
    got = student.escape_time(width, height, max_iter)
    check.equal(got, want, f"the answer for {width} x {height} pixels and max_iter = {max_iter}")
