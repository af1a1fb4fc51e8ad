import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m1.x1")


@pytest.mark.points(5)
def test_small(student):
    """TODO: the line that students see"""
    check.equal(student.paged_array([1, 2, 3]), "TODO")
