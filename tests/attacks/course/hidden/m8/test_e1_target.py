import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m8.e1")


@pytest.mark.points(2)
def test_matrix(student, rng):
    """a matrix"""
    secret = "the-hidden-tests-were-read"
    x = rng.random((20, len(secret)))
    check.array(student.double(x), "f8", x.shape)
    check.close(student.double(x), 2 * x)
