"""`graders check` refuses tolerances that let wrong answers pass or right ones fail, and leaves sound ones alone."""

import numpy as np
import pytest

from graders.authoring import lint as batch_check
from graders.course import find_module, solution_of
from graders.judge import check, tolerance
from graders.judge.failure import Mismatch
from tests.checkout import TESTS, Checkout

RNG = np.random.default_rng(3)
DATA = RNG.standard_normal((50, 20)).astype("f4")
SMALL = np.full((4, 1000), 1e-3, "f4") + RNG.random((4, 1000), "f4") / 1000
"""Such as rows of a softmax: no number is larger than a few thousandths."""


@pytest.fixture
def audit(monkeypatch) -> tolerance.Audit:
    monkeypatch.setattr(tolerance, "active", tolerance.Audit())
    return tolerance.active


def sentences(audit: tolerance.Audit) -> str:
    return "\n".join(doubt.sentence for doubt in audit.doubts())


@pytest.mark.parametrize(
    ("want", "tolerances"),
    [
        (DATA, {"rtol": 1e-5}),
        (DATA, {"rtol": 1e-4, "atol": 1e-5}),
        (SMALL, {"rtol": 1e-4, "atol": 1e-6}),
        (np.array([0.0, 0.0, 5.0]), {"rtol": 1e-9}),
        (np.full(20, 7.5), {"rtol": 1e-9}),
        (np.array([np.inf, -np.inf, np.nan, 1.0]), {"rtol": 1e-6}),
        (np.array([1 + 2j, 0.5j]), {"rtol": 1e-9}),
        (np.zeros(5), {"rtol": 1e-9}),
        (np.zeros((0, 3), "f4"), {"rtol": 1e-3, "atol": 1.0}),
        (np.arange(5), {"rtol": 1e-9}),
        ([0.25, (3.5, "a")], {"rtol": 1e-9}),
        (0.25, {"rtol": 0.0, "atol": 1e-9}),
    ],
)
def test_sound_tolerances_are_left_alone(audit, want, tolerances):
    check.close(want, want, **tolerances)
    assert sentences(audit) == ""


@pytest.mark.parametrize(
    ("want", "tolerances", "found"),
    [
        # KernelBench#165: the answers of the benchmark were so small that zeros lay within its absolute tolerance.
        (SMALL, {"rtol": 1e-2, "atol": 1e-2}, ["scale it to the data", "zeros would pass", "the mean everywhere would pass"]),
        (SMALL, {"rtol": 1e-4, "atol": 1e-3}, ["scale it to the data", "the mean everywhere would pass"]),
        (DATA, {"rtol": 1e-5, "atol": 1e-3}, ["one element off by ten relative tolerances would pass", "scale it to the data"]),
        (DATA, {"rtol": 0.0, "atol": 1e-3}, ["scale it to the data"]),
        (DATA, {"rtol": 3.0}, ["zeros would pass"]),
        (1e-4, {"rtol": 0.0, "atol": 1e-3}, ["scale it to the data"]),
        (0.0, {"rtol": 1e-9, "atol": 1e-3}, ["scale it to the data"]),
    ],
)
def test_loose_and_tight_tolerances_are_found(audit, want, tolerances, found):
    check.close(want, want, **tolerances)
    for sentence in found:
        assert sentence in sentences(audit)


def test_another_order_of_summation_has_to_fit_in(audit):
    """A tolerance that the solution itself needs most of is one that the next honest answer fails."""
    x = RNG.random((20, 5000), "f4")
    want, got = x.sum(axis=1, dtype="f8").astype("f4"), np.cumsum(x, axis=1)[:, -1]
    need = float((abs(got - want.astype("f8")) / want).max())
    check.close(got, want, rtol=1.3 * need)
    assert "of the tolerance: another order of summation may be refused" in sentences(audit)
    audit._lines.clear()
    check.close(got, want, rtol=10 * need)
    assert sentences(audit) == ""


def test_tolerance_has_room_for_rounding(audit):
    """Not where numbers are only moved, and the solution's are exactly those."""
    check.close(DATA, DATA, rtol=1e-8)
    assert sentences(audit) == ""
    check.close(np.array([0.1 + 0.2, 1.0]), np.array([0.3, 1.0]), rtol=2e-16)
    assert "the next number to the right one is refused" in sentences(audit)


def test_numbers_that_were_drawn_small_are_no_reason(audit):
    """One of twenty arrays lies within the tolerance; single numbers are judged by the largest of them."""
    for number in range(20):
        want = DATA * np.float32(1e-9 if number == 7 else 1)
        check.close(want, want, rtol=1e-4, atol=1e-6)
    for p in (0.0, 1e-12, 0.5, 1.0):
        check.close(p, p, rtol=0, atol=1e-9)
    assert sentences(audit) == ""


def test_single_numbers_may_be_better_than_the_yardstick_too(audit):
    x = RNG.random(100_000, "f4")
    exact, want = float(x.sum(dtype="f8")), float(np.cumsum(x)[-1])
    audit.better(exact, want, 1e-3, 0.0)
    audit.better(x, want, 1e-3, 0.0)  # an answer of another kind says nothing
    assert sentences(audit) == ""
    audit.better(exact, want, 1e-9, 0.0)
    assert "more accurate than the yardstick's is refused" in sentences(audit)


def test_a_race_is_not_held_up(audit):
    """Of its hundreds of outputs the first ones are tried."""
    for _ in range(3 * tolerance.ENOUGH):
        check.close(SMALL, SMALL, atol=1.0)
    assert f"zeros would pass ({tolerance.ENOUGH} of {tolerance.ENOUGH} comparisons)" in sentences(audit)


def test_own_comparison_of_a_race_is_tried_too(audit):
    def verify(output):
        check.that(bool(np.allclose(output, SMALL, atol=1e-2)), "wrong")

    audit.verified(verify, SMALL)
    assert "zeros would pass" in sentences(audit)


def test_nobody_asks_in_an_ordinary_run():
    assert tolerance.active is None
    check.close(SMALL, SMALL, atol=1.0)
    with pytest.raises(Mismatch):
        check.close(SMALL, SMALL + 1, rtol=1e-3)


SOLUTION = """\
import numpy as np


def blur(a):
    return (np.roll(a, 1) + a + np.roll(a, -1)) / 3
"""
PLANTED = """

@pytest.mark.points(1)
def test_dtype(student):
    check.close(student.blur(np.full(6, 1e-4)), np.full(6, 1e-4), atol=1e-2)
"""
BETTER = """\
import numpy as np


def loop(a):
    return np.cumsum(a)
"""
RACE = '''

@pytest.mark.perf(steps={0.01: 4})
def test_fast(student, rng):
    """not slower"""
    student.race("blur", lambda: (rng.random(200_000, "f4"),), against="loop", rtol=RTOL)
'''


def run(trial: Checkout, tests: str, solution: str, *arguments: str) -> str:
    trial.write("assignments/m9/test_e1_blur.py", tests)
    trial.write("submission/e1_blur.py", solution)
    command = ["-m", "pytest", "assignments/m9/test_e1_blur.py", "--submission", "submission", "--tolerances", "doubts.json"]
    done = trial.run(*command, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return "\n".join(f"{doubt.where} {doubt.sentence}" for doubt in tolerance.read(trial.folder / "doubts.json"))


def test_doubts_name_file_line_and_test(trial):
    """In a run of an exercise as `graders check` makes it."""
    assert run(trial, TESTS, SOLUTION, "-m", "not perf") == ""
    begin = TESTS.index("@pytest.mark.points(1)")
    tests = TESTS[:begin] + PLANTED.strip() + "\n\n\n" + TESTS[TESTS.index("@pytest.mark.points(3)") :]
    line = tests.splitlines().index("    " + PLANTED.strip().splitlines()[-1].strip()) + 1
    said = run(trial, tests, SOLUTION, "-m", "not perf")
    assert f"assignments/m9/test_e1_blur.py:{line} (test_dtype)" in said and "zeros would pass" in said


@pytest.mark.raced
@pytest.mark.parametrize(("rtol", "found"), [("1e-6", True), ("1e-3", False)])
def test_answer_better_than_the_yardstick_has_to_pass(trial, rtol, found):
    """reference-kernels#164: the reference added up in float32, and whoever was more accurate was refused."""
    trial.write("assignments/m9/given_e1.py", BETTER)
    tests = TESTS[: TESTS.index("@pytest.mark.perf")].rstrip() + "\n" + RACE.replace("RTOL", rtol)
    said = run(trial, tests, BETTER.replace("loop", "blur"), "-m", "perf")
    assert ("an answer that is more accurate than the yardstick's is refused" in said) == found, said


def test_doubts_become_findings():
    """Of `graders check`, with the code tolerance."""
    exercise = find_module("m2").exercises[0]
    file = solution_of(find_module("m2"), exercise)
    doubts = (tolerance.Doubt("assignments/m2/test_e1_amdahl.py:12 (test_it)", "zeros would pass"),)
    found = list(batch_check.judged(exercise, batch_check.Verdict(file, (), frozenset(), doubts), set()))
    assert [(each.code, each.where, each.sentence) for each in found] == [
        ("tolerance", "assignments/m2/test_e1_amdahl.py:12 (test_it)", "zeros would pass")
    ]
