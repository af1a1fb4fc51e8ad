import math

import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m0.e6")


@pytest.mark.points(1)
def test_anything_with_an_area(student, rng):
    """other classes, gone through once; NaN where nothing counts; each kind alone; nothing changed"""
    given = student.given
    for once in (False, True, False):
        for width in (2.0, 6.0):
            shapes = [student.Circle(3.0), student.Rectangle(width, 0.5)][:: -1 if once else 1]
            got = given.total_of(student.total_area, shapes, once)
            check.close(got, 9 + width / 2 + 13 * math.pi, what="the area of shapes of four classes")
    want = [(0.0, "float"), (4.0, "float"), (3.0, "float"), (0.0, "float")]
    check.equal(
        given.total_of_odd(student.total_area), want, "the totals of nothing, of areas of their own, of an int, of nothing"
    )
    for cls in (student.Circle, student.Rectangle, student.Segment, student.Circle):
        check.equal(given.inherits(cls), 0, "how many classes it inherits from")
    for thing in (student.Circle(1.0), student.Rectangle(1.0, 2.0), student.Segment(1.0)):
        check.that(given.is_frozen(thing), "a field of a frozen dataclass should not be settable")
    check.close(student.Rectangle(1e200, 0.0).ends(), (0.0, 1e200), what="the ends of a very long rectangle")
    check.equal(student.Segment(0.0).ends(), (0.0, 0.0), "the ends of a segment of no length")
    check.close(student.Circle(1e-3).area(), 1e-6 * math.pi, what="the area of a small circle")
    for n in (1, 2, 3, 17, 1000, 1001):
        kind = rng.integers(0, 3, n, "u1")
        p, q = rng.random(n) * 10, rng.random(n) * 10
        q[kind != 1] = [np.nan, 0.0, -1.0][n % 3]
        p[kind == 2] = [np.nan, np.inf][n % 2]
        want = math.fsum(math.pi * a * a if k == 0 else a * b if k == 1 else 0.0 for k, a, b in zip(kind, p, q, strict=True))
        got, after = student.total_area_arrays.inout(kind, p, q)
        check.close(got, want, rtol=1e-9, what=f"the area of {n} shapes, with anything where it should not matter,")
        check.equal(list(after), [kind, p, q], "the arrays that were given, afterwards,")
    for only, want in ((0, 5 * math.pi), (1, 15.0), (2, 0.0)):
        got = student.total_area_arrays(np.full(5, only, "u1"), np.ones(5), np.full(5, 3.0))
        check.close(got, want, what=f"the area of five shapes of kind {only}")
