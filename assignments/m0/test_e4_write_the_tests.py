import pytest

from graders.judge.rejections import Rejections

pytestmark = pytest.mark.exercise("m0.e4")

RIGHT = ("full pairs first", "what is left over first")
FAULTY = (
    *("no limit", "drops the last pair", "never merges", "sorts", "changes its input"),
    *("counts modulo 256", "emits an empty run", "takes absolute values"),
)


@pytest.fixture(scope="module")
def rejections(student):
    given = student.given
    return Rejections(
        lambda name: given.tried(student.properties, name), lambda: given.changes_its_lists(student.properties), RIGHT, FAULTY
    )


@pytest.mark.points(6)
def test_five(rejections):
    """both right ones accepted, five of eight rejected"""
    rejections.at_least(5)


@pytest.mark.points(2)
def test_six(rejections):
    """six faulty ones rejected"""
    rejections.at_least(6)


@pytest.mark.points(2)
def test_seven(rejections):
    """seven faulty ones rejected"""
    rejections.at_least(7)


@pytest.mark.points(2)
def test_all_eight(rejections):
    """all eight faulty ones rejected"""
    rejections.at_least(8)
