"""The arithmetic of a race, without a clock: what the sign test decides, and how many points follow."""

import random

import pytest

from graders.judge.race import ALPHA, _conclude, _decide, _evidence, _Rounds, _verdict
from graders.result import Step

STEPS = [Step(2.0, 3), Step(10.0, 5)]


@pytest.fixture(autouse=True)
def every_round_counts(monkeypatch):
    monkeypatch.setattr("graders.judge.race._pressure", lambda: None)


def rounds(*ratios):
    return _Rounds(ratios=list(ratios), seconds=[0.01] * len(ratios))


def test_evidence_needs_thirteen_rounds_of_one_mind():
    assert _evidence(12, 12) < 1 / ALPHA <= _evidence(13, 13)
    assert _evidence(10, 20) == 0.0


def test_a_clear_ratio_is_decided_either_way():
    assert _decide([2.5] * 13, 2.0) is True
    assert _decide([1.5] * 13, 2.0) is False
    assert _decide([2.5] * 12, 2.0) is None
    assert _decide([1.5, 2.5] * 18, 2.0) is None


@pytest.mark.parametrize("true_ratio", [0.77, 0.87, 1.15, 1.3])
def test_wrong_decisions_are_rare(true_ratio):
    """Simulated rounds with 10 % noise: at most one verdict in two hundred may be wrong."""
    generator = random.Random(20_261_120)
    wrong = 0
    for _ in range(400):
        ratios: list[float] = []
        verdict = None
        while verdict is None and len(ratios) < 36:
            ratios.append(true_ratio * generator.lognormvariate(0, 0.1))
            verdict = _decide(ratios, 1.0)
        wrong += verdict is (true_ratio < 1)
    assert wrong <= 2


@pytest.mark.parametrize(
    ("ratio", "points"),
    [(1.2, 0), (4.0, 3), (30.0, 5)],
)
def test_points_follow_the_steps(ratio, points):
    race = _conclude([_verdict(rounds(*[ratio] * 13), STEPS)] * 2, STEPS)
    assert (race.points, race.noisy, race.speedup.undecided) == (points, False, [])
    assert race.speedup.ratio == ratio


def test_an_undecided_step_is_given_provisionally_when_the_median_reaches_it():
    undecided = rounds(*[8.0, 12.0] * 17, 11.0)
    race = _conclude([_verdict(undecided, STEPS)], STEPS)
    assert (race.points, race.noisy, race.speedup.undecided) == (5, True, [10.0])
    below = rounds(*[7.0, 12.0] * 17, 9.0)
    race = _conclude([_verdict(below, STEPS)], STEPS)
    assert (race.points, race.noisy) == (3, True)


def test_a_decided_attempt_settles_an_undecided_one():
    attempts = [_verdict(rounds(*[8.0, 12.0] * 18), STEPS), _verdict(rounds(*[4.0] * 13), STEPS)]
    race = _conclude([*attempts, attempts[1]], STEPS)
    assert (race.points, race.noisy) == (3, False)


def test_the_best_attempt_counts():
    attempts = [_verdict(rounds(*[4.0] * 13), STEPS), _verdict(rounds(*[30.0] * 13), STEPS)]
    assert _conclude(attempts, STEPS).points == 5


def test_disturbed_rounds_do_not_count(monkeypatch):
    monkeypatch.setattr("graders.judge.race._pressure", lambda: 0.0)
    busy = _Rounds(ratios=[1.0] * 36, clean=[], seconds=[0.01] * 36)
    race = _conclude([_verdict(busy, STEPS)], STEPS)
    assert (race.points, race.noisy, race.speedup.clean_rounds) == (0, True, 0)
