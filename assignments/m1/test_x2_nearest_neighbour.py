import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m1.x2")


@pytest.mark.points(5)
def test_small(student):
    """TODO: the line that students see"""
    check.equal(student.nearest_neighbour([1, 2, 3]), "TODO")
