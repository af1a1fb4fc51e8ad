import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graders.judge import check, meters

pytestmark = pytest.mark.exercise("m0.e2")

STEPS = st.sampled_from([1, 1, 2, 3, -1, -2])


def means(x, w):
    """Every window anew, summed without any loss."""
    numbers = x.tolist()
    return np.array([math.fsum(numbers[i : i + w]) / w for i in range(len(x) - w + 1)])


@pytest.mark.points(1)
def test_any_window(student, rng):
    """any window over any array, long ones too"""
    any_window(student)
    x, other = rng.normal(0, 1, (2, 500)).astype("f4")
    want, largest = means(x, 20), float(np.abs(x).max())
    got = student.given.kept(student.moving_average, (x, 20), (other, 20))
    check.close(got, want, rtol=0, atol=1e-9 * largest, what="an answer, after the next was asked for,")
    # A million numbers, of which the sum is large; all windows but a few are made of the same numbers.
    x = np.tile(np.array([900.5, 1000.1, 999.9, 1234.5], "f4"), 250_000)
    for w in (4, 1000, 500_000):
        want = np.full(len(x) - w + 1, x[:4].astype("f8").mean())
        check.close(student.moving_average(x, w), want, what=f"the answer for a million numbers and w = {w}")


@settings(max_examples=60)
@example(n=0, w=0, step=1, kind="small", seed=0)
@example(n=0, w=1, step=1, kind="small", seed=0)
@example(n=1, w=1, step=-1, kind="large", seed=0)
@example(n=7, w=7, step=2, kind="one sign", seed=0)
@example(n=7, w=8, step=1, kind="one sign", seed=0)
@given(
    n=st.integers(1, 120),
    w=st.integers(-3, 130),
    step=STEPS,
    kind=st.sampled_from(["small", "large", "one sign", "mixed"]),
    seed=st.integers(0, 99),
)
def any_window(student, n, w, step, kind, seed):
    x = np.random.default_rng(seed).normal(0, 1, n)
    x = (x * {"small": 1e-30, "large": 1e37, "one sign": 1, "mixed": 1}[kind] + 1e3 * (kind == "one sign")).astype("f4")
    if kind == "mixed":
        x *= np.float32(10) ** np.arange(n, dtype="f4").clip(0, 5)
    where = f"(n = {n}, w = {w}, x = y[::{step}])"
    if not 1 <= w <= n:
        with check.raises("ValueError"):
            student.given.on_views(student.moving_average, step, x, w)
        return
    got, unchanged = student.given.on_views(student.moving_average, step, x, w)
    check.close(got, means(x, w), rtol=0, atol=1e-9 * float(np.abs(x).max()), what=f"the answer {where}")
    check.that(unchanged, f"x is not as it was any more {where}")


@pytest.mark.points(1)
def test_any_points(student, rng):
    """any points, centres and dimensions"""
    any_points(student)
    any_number_of_points(student, rng)
    centres, points = rng.normal(0, 1, (5, 3)).astype("f4"), rng.normal(0, 1, (2, 40, 3)).astype("f4")
    got = student.given.kept(student.nearest_centre, (points[0], centres), (points[1], centres))
    is_nearest(got, points[0], centres, "(an answer, after the next was asked for)")
    # Many points, in pieces of any size; then centres in few dimensions; far from the origin; the nearest is the longest.
    for n, k, d, spread, middle in (
        (70_001, 3, 2, 1, 0),
        (16_384, 64, 1, 1, 0),
        (1025, 64, 64, 1, 0),
        (3000, 20, 16, 30, 200),
        (500, 2, 3, 9_000, 0),
    ):
        centres = (middle + spread * rng.uniform(-1, 1, (k, d))).astype("f4")
        points = (centres[rng.integers(0, k, n)] + 0.1 * spread * rng.uniform(-1, 1, (n, d))).astype("f4")
        is_nearest(student.nearest_centre(points, centres), points, centres, f"(n = {n}, k = {k}, d = {d})")


def any_number_of_points(student, rng):
    """In 16 MiB, also where a tenth of all points is too many at once."""
    centres = np.arange(64, dtype="f4").reshape(64, 1)
    home = rng.integers(0, 64, 1_000_000)

    def verify(answer, before, after):
        check.equal(answer, home)

    points = centres[home] + np.float32(0.25)
    meters.memory(student, "nearest_centre", points, centres, verify=verify, warm_up=(points[:999], centres), at_most=16 << 20)


@settings(max_examples=60)
@example(n=0, k=1, d=1, step=1, scale=1.0, seed=0)
@example(n=0, k=5, d=3, step=1, scale=1.0, seed=0)
@example(n=9, k=1, d=4, step=-1, scale=1.0, seed=0)
@given(
    n=st.integers(0, 60),
    k=st.integers(1, 90),
    d=st.integers(1, 64),
    step=STEPS,
    scale=st.sampled_from([1e-3, 1.0, 2000.0]),
    seed=st.integers(0, 99),
)
def any_points(student, n, k, d, step, scale, seed):
    rng = np.random.default_rng(seed)
    points, centres = ((scale * rng.normal(0, 1, (size, d))).astype("f4") for size in (n, k))
    centres *= rng.uniform(0.3, 1.5, (k, 1)).astype("f4")
    if seed % 3 == 0:
        centres[rng.integers(0, k)] = centres[0]
    where = f"(n = {n}, k = {k}, d = {d}, points = q[::{step}])"
    got, unchanged = student.given.on_views(student.nearest_centre, step, points, centres)
    is_nearest(got, points, centres, where)
    check.that(unchanged, f"points or centres are not as they were any more {where}")


def is_nearest(got, points, centres, where):
    """Up to what the docstring allows: 1e-5 (|p| + |c|)**2 of a squared distance."""
    check.array(got, "i8", (len(points),), f"the answer {where}")
    check.that(bool(((got >= 0) & (got < len(centres))).all()), f"the numbers of the centres are 0, …, k - 1 {where}")
    points, centres = points.astype("f8"), centres.astype("f8")
    squares = np.array([((points - centre) ** 2).sum(axis=1) for centre in centres])
    reach = np.sqrt((points**2).sum(axis=1)) + np.sqrt((centres**2).sum(axis=1)).max()
    more = squares[got, np.arange(len(points))] - squares.min(axis=0)
    wrong = np.flatnonzero(more > 1e-5 * reach**2)
    if len(wrong):
        point = int(wrong[0])
        nearest = f"point {point}: centre {squares[:, point].argmin()} is nearer than centre {got[point]}"
        check.that(False, f"the answer is wrong {where}", f"{nearest}   ({len(wrong)} of {len(points)} are wrong)")
