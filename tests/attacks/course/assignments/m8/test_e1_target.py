import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m8.e1")


@pytest.mark.points(2)
def test_short(student, rng):
    """a short array"""
    x = rng.random(10)
    check.close(student.double(x), 2 * x)


@pytest.mark.points(2)
def test_long(student, rng):
    """a long array, twice"""
    for n in (100_000, 50_000):
        x = rng.integers(-100, 100, n).astype("i4")
        check.equal(student.double(x), np.asarray(2 * x, "i4"))
