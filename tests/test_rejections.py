"""What is said of a student's `properties` and of a student's judge: whom they reject, and what rejects nobody."""

import pytest

from graders.judge.failure import Mismatch, Raised, Stopped
from graders.judge.rejections import Ratios, Rejections

RIGHT, FAULTY = ("plain", "other"), tuple("abcdefgh")


def raised(kind: str, *bases: str) -> Raised:
    return Raised(f"raised {kind}", kind, (kind, *bases), f"{kind}: so", line=3)


def rejections(fates: dict[str, Exception], changes: bool = False) -> tuple[Rejections, list[str]]:
    asked = []

    def ask(name: str) -> None:
        asked.append(name)
        if name in fates:
            raise fates[name]

    return Rejections(ask, lambda: changes, RIGHT, FAULTY), asked


def wrong(found: Rejections, count: int) -> Mismatch:
    with pytest.raises(Mismatch) as mismatch:
        found.at_least(count)
    return mismatch.value


def test_each_implementation_is_tried_once_however_often_it_is_asked():
    found, asked = rejections({name: raised("AssertionError", "Exception") for name in "abcdef"})
    found.at_least(5)
    found.at_least(6)
    told = wrong(found, 7)
    assert told.sentence == "6 of 8 faulty ones are rejected, not 7"
    assert told.details == ["not rejected: g", "not rejected: h"]
    assert sorted(asked) == sorted([*RIGHT, *FAULTY])


def test_who_rejects_a_right_one_gets_nothing_and_the_faulty_ones_are_not_tried():
    found, asked = rejections({name: raised("AssertionError", "Exception") for name in ("other", *FAULTY)})
    for count in (5, 8):
        assert wrong(found, count).sentence == "properties rejects an implementation that is right (other)"
    assert asked == ["plain", "other"]


def test_who_spoils_the_lists_is_told_that_first():
    found, _ = rejections({"plain": raised("AssertionError", "Exception")}, changes=True)
    assert wrong(found, 5).details[0] == "it changes a list that it handed to encode or decode, or got from it"
    found, _ = rejections({}, changes=True)
    assert "compare with a copy" in wrong(found, 5).details[0]


@pytest.mark.parametrize("kind", ["Unsatisfiable", "FailedHealthCheck"])
def test_assuming_everything_away_has_a_sentence(kind):
    found, _ = rejections({"plain": raised(kind, "HypothesisException", "Exception")})
    assert "lets hypothesis try next to nothing" in wrong(found, 5).sentence


def test_another_exception_rejects_nobody():
    found, _ = rejections({"plain": raised("KeyError", "LookupError", "Exception")})
    assert wrong(found, 5).sentence == "properties raised KeyError; only AssertionError rejects"
    found, _ = rejections(
        {"a": raised("KeyError", "LookupError"), **{name: raised("Mine", "AssertionError", "Exception") for name in "bcdefgh"}}
    )
    found.at_least(7)
    assert wrong(found, 8).details == ["not rejected: a (KeyError was raised; only AssertionError rejects)"]


def test_a_hang_on_a_faulty_one_is_not_rejected_and_on_a_right_one_ends_it():
    found, _ = rejections({"a": Stopped("did not finish in 2 s: stopped")})
    assert "not rejected: a (did not finish in 2 s: stopped)" in wrong(found, 1).details
    found, asked = rejections({"plain": Stopped("did not finish in 2 s: stopped")})
    for _ in range(2):
        with pytest.raises(Stopped):
            found.at_least(5)
    assert asked == ["plain"]


HONEST, CHEATS = {"plain": 3.0, "slower": 0.5}, {"zeros": 0.0, "late": 0.0, "replayed": 1.0}
RIGHT_VERDICTS = {"plain": ("ratio", 2.8), "slower": ("ratio", 0.54), "replayed": ("ratio", 1.05)}


def ratios(**verdicts: object) -> Ratios:
    """A judge that is right, but for these; what it is not told otherwise of a cheat is a rejection."""

    def measured(name: str) -> tuple[str, object]:
        verdict = (RIGHT_VERDICTS | verdicts).get(name, ("rejected", "wrong"))
        if isinstance(verdict, BaseException):
            raise verdict
        return verdict

    return Ratios(measured, HONEST, CHEATS)


def test_a_judge_may_reject_who_looks_faster_than_he_is_or_say_how_fast_he_is():
    ratios().at_least(3)
    ratios(replayed=("rejected", "replayed")).at_least(3)
    told = wrong(ratios(replayed=("ratio", 900.0)), 3)
    assert told.details == ["not rejected: replayed (its ratio is said to be 900.0)"]


@pytest.mark.parametrize("answer", [0.0, 1.0, float("nan"), None])
def test_no_ratio_rejects_who_is_wrong(answer):
    ratios(zeros=("ratio", answer)).at_least(2)
    assert "not rejected: zeros" in wrong(ratios(zeros=("ratio", answer)), 3).details[0]


def test_a_judge_that_is_unjust_to_an_honest_one_gets_nothing():
    told = wrong(ratios(slower=("rejected", "too slow")), 0)
    assert (told.sentence, told.details) == ("an honest candidate is rejected (slower)", ["too slow"])
    for answer in (3.4, 2.6, float("nan"), "3.0", None, 3):
        assert "the ratio of an honest candidate (plain) is" in wrong(ratios(plain=("ratio", answer)), 0).sentence
    told = wrong(ratios(plain=raised("KeyError", "LookupError", "Exception")), 0)
    assert told.sentence == "for an honest candidate (plain) KeyError was raised: KeyError: so"


def test_only_an_assertion_rejects_a_cheat_and_a_hang_does_not():
    told = wrong(ratios(zeros=raised("KeyError", "LookupError"), late=Stopped("did not finish in 2 s: stopped")), 2)
    assert told.details == [
        "not rejected: zeros (KeyError was raised: KeyError: so; only AssertionError rejects)",
        "not rejected: late (did not finish in 2 s: stopped)",
    ]
