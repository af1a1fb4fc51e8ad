import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m1.e2")


@pytest.mark.points(15)
def test_small(student):
    """TODO: the line that students see"""
    check.equal(student.strides([1, 2, 3]), "TODO")
