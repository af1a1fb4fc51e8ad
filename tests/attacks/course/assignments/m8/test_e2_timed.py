import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m8.e2")


@pytest.mark.points(1)
def test_right(student, rng):
    """right"""
    x = rng.random(1000)
    check.close(student.roots(x), np.sqrt(x * x + 1))


@pytest.mark.perf(steps={1.7: 2, 4: 4})
def test_fast(student, rng):
    """faster than the yardstick"""
    student.race("roots", lambda: (rng.random(400_000),), against="roots")
