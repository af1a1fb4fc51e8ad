import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m8.e4")


@pytest.mark.points(3)
def test_sorts(student, rng):
    """sorts"""
    x = rng.integers(0, 256, 2000).astype("u1")
    check.equal(student.ordered(x), np.sort(x))
