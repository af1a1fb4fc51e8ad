import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m1.e7")


@pytest.mark.points(10)
def test_small(student):
    """TODO: the line that students see"""
    check.equal(student.gpu_convolution([1, 2, 3]), "TODO")
