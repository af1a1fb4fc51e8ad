import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m2.e30")


@pytest.mark.points(4)
def test_six_cells(student):
    check.close(student.blur(np.arange(6.0)), np.array([2.0, 1, 2, 3, 4, 3]))


@pytest.mark.perf(steps={4: 2, 20: 5})
def test_faster_than_the_plain_loop(student, rng):
    student.race("blur", lambda: (rng.random(20_000),), against="plain_loop")
