import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m8.e3")


@pytest.mark.points(1)
def test_square(student):
    """a square"""
    check.equal(student.square(7), 49)


@pytest.mark.points(1)
def test_another(student):
    """another one"""
    check.equal(student.square(-3), 9)


@pytest.mark.perf(steps={1.7: 3})
def test_fast(student, rng):
    """faster than the yardstick"""
    student.race("roots", lambda: (rng.random(400_000),), against="roots")
