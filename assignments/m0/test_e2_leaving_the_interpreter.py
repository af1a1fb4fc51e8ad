import numpy as np
import pytest

from graders.judge import check, meters

pytestmark = pytest.mark.exercise("m0.e2")


def means(x, w):
    numbers = x.tolist()
    return np.array([sum(numbers[i : i + w]) / w for i in range(len(x) - w + 1)])


def is_nearest(got, points, centres):
    """Fails unless every point has the number of a centre that is nearest, up to what the docstring allows."""
    check.array(got, "i8", (len(points),))
    check.that(bool(((got >= 0) & (got < len(centres))).all()), f"the numbers of the centres are 0, …, {len(centres) - 1}")
    points, centres = points.astype("f8"), centres.astype("f8")
    squares = np.array([((points - centre) ** 2).sum(axis=1) for centre in centres])
    reach = np.sqrt((points**2).sum(axis=1)) + np.sqrt((centres**2).sum(axis=1)).max()
    more = squares[got, np.arange(len(points))] - squares.min(axis=0)
    wrong = np.flatnonzero(more > 1e-5 * reach**2)
    if len(wrong):
        point = int(wrong[0])
        least, taken = int(squares[:, point].argmin()), int(got[point])
        details = f"point {point}: centre {least} is nearer than centre {taken}   ({len(wrong)} of {len(points)} are wrong)"
        check.that(False, "the answer is wrong", details)


@pytest.mark.points(1)
def test_moving_average(student, rng):
    """the mean of w neighbours"""
    x = np.array([1, 2, 4, 8, 16], "f4")
    check.equal(student.moving_average(x, 2), np.array([1.5, 3.0, 6.0, 12.0]))
    check.equal(student.moving_average(x, 1), x.astype("f8"))
    check.close(student.moving_average(x, 5), np.array([6.2]))
    for n, w in ((1, 1), (50, 7), (50, 49), (1000, 100)):
        x = rng.normal(3, 1, n).astype("f4")
        check.close(student.moving_average(x, w), means(x, w), what=f"the answer for n = {n}, w = {w}")
    for w in (0, -1, 51):
        with check.raises("ValueError"):
            student.moving_average(rng.random(50, dtype="f4"), w)


@pytest.mark.points(1)
def test_no_digits_are_lost(student):
    """float32 in, float64 sums: 300,000 times 1000.1"""
    x = np.full(300_000, 1000.1, "f4")
    for w in (3, 32, 1000):
        want = np.full(len(x) - w + 1, float(x[0]))
        check.close(student.moving_average(x, w), want, what=f"the answer for 300,000 times 1000.1 and w = {w}")


@pytest.mark.points(1)
def test_nearest_centre(student, rng):
    """the nearest centre of every point"""
    points = np.array([[0, 0], [4, 1], [9, 9], [5, 8]], "f4")
    centres = np.array([[8, 8], [0, 1], [5, 0]], "f4")
    check.equal(student.nearest_centre(points, centres), np.array([1, 2, 0, 0]))
    for n, k, d in ((1, 1, 1), (100, 7, 3), (2500, 5, 2), (300, 64, 32)):
        points, centres = rng.normal(0, 1, (n, d)).astype("f4"), rng.normal(0, 3, (k, d)).astype("f4")
        is_nearest(student.nearest_centre(points, centres), points, centres)


@pytest.mark.points(1)
def test_memory(student, rng):
    """100,000 points and 64 centres in 16 MiB"""
    centres = rng.random((64, 32), dtype="f4")
    home = rng.integers(0, 64, 100_000)
    points = centres[home] + np.float32(0.01) * rng.random((100_000, 32), dtype="f4")

    def verify(answer, before, after):
        check.equal(answer, home)

    meters.memory(student, "nearest_centre", points, centres, verify=verify, warm_up=(points[:999], centres), at_most=16 << 20)


@pytest.mark.perf(steps={2: 1, 8: 3})
def test_race_of_moving_averages(student, rng):
    """40,000 numbers, windows of about 500, raced"""

    def make():
        return rng.normal(3, 1, 40_000).astype("f4"), int(rng.integers(490, 511))

    student.race("moving_average", make, against="shifted_sums")


@pytest.mark.perf(steps={2.5: 3})
def test_race_of_nearest_centres(student, rng):
    """20,000 points, 64 centres, raced"""

    # Every point lies near one centre and far from all others, so that there is one right answer.
    def make():
        centres = rng.random((64, 32), dtype="f4")
        home = rng.integers(0, 64, 20_000)
        return centres[home] + np.float32(0.1) * rng.random((20_000, 32), dtype="f4"), centres

    student.race("nearest_centre", make, against="three_loops")
