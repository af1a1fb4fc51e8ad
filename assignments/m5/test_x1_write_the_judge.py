import pytest

from graders.judge.rejections import Ratios

pytestmark = pytest.mark.exercise("m5.x1")

HONEST = {"plain": 3.0, "another order": 8.0, "slower": 0.5}
CHEATS = {
    **dict.fromkeys(("zeros", "complex numbers", "lazy", "kept by id", "one buffer", "answers that are shared"), 0.0),
    **dict.fromkeys(("works in its input", "an axis too many", "gives up"), 0.0),
    "replayed answers": 1.0,
}


@pytest.fixture(scope="module")
def ratios(student):
    return Ratios(lambda name: student.given.judged(student.measure_and_check, name), HONEST, CHEATS)


@pytest.mark.points(1)
def test_six(ratios):
    """three honest ones accepted, six of ten cheats caught"""
    ratios.at_least(6)


@pytest.mark.points(1)
def test_all_ten(ratios):
    """all ten cheats caught"""
    ratios.at_least(10)
