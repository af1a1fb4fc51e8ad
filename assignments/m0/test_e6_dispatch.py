import math

import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m0.e6")


@pytest.mark.points(1)
def test_shapes(student):
    """the methods, and who can do what"""
    circle, rectangle, segment = student.Circle(2.0), student.Rectangle(3.0, 4.0), student.Segment(5.0)
    check.close([circle.area(), circle.perimeter()], [4 * math.pi, 4 * math.pi], what="[area, perimeter] of a circle")
    check.close((rectangle.area(), rectangle.ends()), (12.0, (0.0, 5.0)), what="(area, ends) of a rectangle")
    check.close((segment.perimeter(), segment.ends()), (10.0, (0.0, 5.0)), what="(perimeter, ends) of a segment")
    protocols = [student.HasArea, student.HasPerimeter, student.HasEnds]
    want = [[True, True, False], [True, False, True], [False, True, True]]
    want += [[True, False, False], [True, True, False], [False, False, True]]
    got = student.given.table(protocols, [circle, rectangle, segment])
    for name, row, right in zip(("Circle", "Rectangle", "Segment", "Square", "Disc", "Rope"), got, want, strict=True):
        check.equal(row, right, f"whether a {name} is a HasArea, a HasPerimeter, a HasEnds")


@pytest.mark.points(1)
def test_sums(student):
    """both sums, also of nothing"""
    check.equal(student.total_area([]), 0.0)
    got = student.total_area([student.Circle(1.0), student.Rectangle(2.0, 3.0), student.Circle(0.5)])
    check.close(got, 1.25 * math.pi + 6)
    kind, p, q = np.array([0, 1, 2, 0], "u1"), np.array([1.0, 2.0, 9.0, 0.5]), np.array([7.0, 3.0, 8.0, -1.0])
    check.close(student.total_area_arrays(kind, p, q), 1.25 * math.pi + 6)
    check.equal(student.total_area_arrays(kind[:0], p[:0], q[:0]), 0.0)


@pytest.mark.perf(steps={0.5: 1})
def test_race_of_objects(student, rng):
    """20,000 objects against a plain loop"""
    student.race("total_area", lambda: (rng.integers(0, 256, 20_000),), against="loop_over_pool", through="areas_of_pool")


@pytest.mark.perf(steps={1.8: 2})
def test_race_of_arrays(student, rng):
    """200,000 shapes without objects, raced"""
    n = 200_000
    student.race(
        "total_area_arrays", lambda: (rng.integers(0, 3, n, "u1"), rng.random(n), rng.random(n)), against="masks", rtol=1e-9
    )
