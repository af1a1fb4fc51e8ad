import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m2.e30")


@pytest.mark.points(2)
def test_long_arrays(student, rng):
    a = rng.random(1001)
    check.close(student.blur(a), (np.roll(a, 1) + a + np.roll(a, -1)) / 3)
