import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m1.x2")


def right(answer, points, places):
    """Nothing is nearer than the points of the answer; looks at all of them, in double precision."""
    check.array(answer, "i8", (len(places),))
    check.that(
        not len(answer) or (answer.min() >= 0 and answer.max() < len(points)), f"there are only points 0 to {len(points) - 1}"
    )
    for begin in range(0, len(places), 100):
        some = places[begin : begin + 100].astype("f8")
        squares = ((points[None].astype("f8") - some[:, None]) ** 2).sum(axis=2)
        got, least = squares[np.arange(len(some)), answer[begin : begin + 100]], squares.min(axis=1)
        wrong = np.flatnonzero(got > least * (1 + 1e-5))
        if len(wrong):
            at = int(wrong[0])
            check.that(
                False,
                f"of {len(points)} points, number {answer[begin + at]} is not the nearest to {some[at].tolist()}",
                f"it is {got[at] ** 0.5:g} away, and number {int(squares[at].argmin())} is {least[at] ** 0.5:g} away",
            )


@pytest.mark.points(1)
def test_few_points(student, rng):
    """one point, eight corners, a row of points"""
    corners = np.array([[i >> 2, (i >> 1) & 1, i & 1] for i in range(8)], "f4")
    row = np.outer(np.arange(20), [1, 2, -1]).astype("f4")
    for points in (corners[:1], corners, row):
        places = np.concatenate([points, points + rng.normal(0, 0.3, points.shape)]).astype("f4")
        index = student.Nearest(points)
        for some in (places, places[:1], places[:0]):
            right(index.query(some), points, some)


@pytest.mark.points(1)
def test_clouds(student, rng):
    """evenly spread points, and points in clusters"""
    centres = rng.random((8, 3))
    for points in (rng.random((2000, 3)), centres[rng.integers(0, 8, 2000)] + rng.normal(0, 0.03, (2000, 3))):
        points = points.astype("f4")
        places = rng.uniform(points.min(axis=0), points.max(axis=0), (1000, 3)).astype("f4")
        right(student.Nearest(points).query(places), points, places)


@pytest.mark.perf(steps={4: 1, 10: 2})
def test_race(student, rng):
    """1,000 places among 4,000 points, against all points"""

    def right_for_some(answer, points, places):
        check.array(answer, "i8", (len(places),))
        some = rng.choice(len(places), 20)
        right(answer[some], points, places[some])

    def make():
        return rng.random((4000, 3), dtype="f4"), rng.random((1000, 3), dtype="f4")

    student.race("Nearest", make, against="everybody", through="ask_once", verify=right_for_some)
