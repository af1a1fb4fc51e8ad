import numpy as np
import pytest

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
def test_smooth(student, rng):
    """every number, and what was before"""
    check.close(student.smooth(np.array([8.0, 0.0, 0.0, 4.0]), 0.25), np.array([8.0, 6.0, 4.5, 4.375]))
    x = rng.normal(0, 1, 300)
    for a in (1.0, 0.5, 0.02):
        want = smoothed(x, a)
        check.close(student.smooth(x, a), want, rtol=0, atol=1e-12 * float(np.abs(x).max()), what=f"the answer for a = {a}")
    for a in (0.0, -0.1, 1.1):
        with check.raises("ValueError"):
            student.smooth(x, a)


@pytest.mark.points(2)
def test_escape_time(student):
    """how many steps every pixel takes"""
    check.equal(student.escape_time(5, 3, 9), np.array([[1, 3, 3, 9, 3], [9, 9, 9, 9, 6], [1, 3, 3, 9, 3]], "u2"))
    for width, height, max_iter in ((24, 16, 50), (15, 30, 400), (1, 1, 2)):
        want = picture(width, height, max_iter)
        got = student.escape_time(width, height, max_iter)
        check.equal(got, want, f"the answer for {width} x {height} pixels and max_iter = {max_iter}")
    for wrong in ((0, 4, 9), (4, -1, 9), (4, 4, 0), (4, 4, 65_536)):
        with check.raises("ValueError"):
            student.escape_time(*wrong)


@pytest.mark.perf(steps={2: 2})
def test_race_of_smoothing(student, rng):
    """200,000 numbers smoothed, raced"""

    def make():
        return rng.normal(0, 1, 200_000), float(rng.uniform(0.1, 0.3))

    # That it is right can be seen of all numbers at once, though they cannot be worked out so.
    def verify(y, x, a):
        check.array(y, "f8", x.shape)
        want = np.concatenate([x[:1], a * x[1:] + (1 - a) * y[:-1]])
        check.close(y, want, rtol=0, atol=1e-12 * float(np.abs(x).max()))

    student.race("smooth", make, against="last_32", verify=verify)


@pytest.mark.perf(steps={2.5: 3})
def test_race_of_pictures(student, rng):
    """48 x 32 pixels, 500 steps, against whole arrays"""

    def make():
        return int(rng.integers(46, 51)), int(rng.integers(30, 35)), int(rng.integers(490, 511))

    student.race("escape_time", make, against="masked")
