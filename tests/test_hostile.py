"""No value and no file of a student's becomes the grader's trouble: hostile values for every check, and hostile files."""

import os
import subprocess
import sys

import numpy as np
import pytest

from graders import course
from graders.course import ROOT
from graders.judge import check, policy
from graders.judge.failure import Mismatch
from graders.judge.show import show
from graders.result import load
from tests import hostile

MODULES = course.module_ids()
FEW = ("none", "beyond float")
SOME = (*FEW, "surrogates", "large complex", "odd list", "array of objects", "nan")
EVERY = [pytest.param(f"whole:{name}", marks=pytest.mark.long) for name in hostile.VALUES] + [
    pytest.param(f"{mode}:{name}", marks=pytest.mark.long) for mode in hostile.MODES[1:] for name in SOME
]


@pytest.fixture(scope="module")
def hand_ins(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    for module in MODULES:
        (folder / module).mkdir()
        hostile.write(folder / module, (course.SOLUTIONS / module).glob("*.py"))
    return folder


def judged(hand_ins, module, cases, *options):
    """The checks of that module, each as often as there are cases."""
    result = hand_ins / f"{module}.json"
    result.unlink(missing_ok=True)
    done = subprocess.run(
        [
            sys.executable, "-m", "pytest", "-p", "tests.hostile", "-p", "no:cacheprovider", "--gpu", "off",
            f"assignments/{module}", f"graders/hidden/{module}", "--submission", str(hand_ins / module),
            "--result", str(result), *options,
        ],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT), "HOSTILE": " ".join(case.replace(" ", "_") for case in cases)},
        capture_output=True,
        text=True,
        errors="replace",
        timeout=3000,
    )  # fmt: skip
    assert result.is_file(), done.stdout[-2000:] + done.stderr[-2000:]
    return [each for exercise in load(result).exercises for line in exercise.rubric for each in line.checks]


def assert_no_trouble(checks, cases):
    troubles = {each.why for each in checks if each.state == "error"}
    assert not troubles, "\n".join(sorted(troubles))
    assert len(checks) >= 30 * len(cases)
    assert sum(each.state == "fail" for each in checks) > len(checks) / 2  # the values did arrive


@pytest.mark.parametrize("module", [each if each == "m2" else pytest.param(each, marks=pytest.mark.long) for each in MODULES])
def test_two_values_are_no_trouble_to_any_check(hand_ins, module):
    cases = [f"whole:{name}" for name in FEW]
    assert_no_trouble(judged(hand_ins, module, cases, "-m", "not perf"), cases)


@pytest.mark.parametrize("module", MODULES)
@pytest.mark.parametrize("case", EVERY)
def test_no_value_is_trouble_to_any_check(hand_ins, module, case):
    """Races too, in which wrong answers are found out before the first round."""
    options = () if case.split(":")[1] in SOME and not case.startswith("late") else ("-m", "not perf")
    checks = judged(hand_ins, module, [case], *options)
    troubles = {each.why for each in checks if each.state == "error"}
    assert not troubles, "\n".join(sorted(troubles))
    assert len(checks) >= 30


BROKEN_TEST = """
import pytest

pytestmark = pytest.mark.exercise("m9.e2")

@pytest.mark.points(1)
def test_cpu(student, rng):
    twice = student.f(float(rng.random()))
    {statement}

@pytest.mark.gpu
@pytest.mark.points(2)
def test_gpu(student): pass
"""


@pytest.mark.parametrize(
    ("statement", "solution", "state", "said"),
    [
        ("assert abs(twice - 1.0) < 9", "def f(x): return 2 * x", "fail", "the answer is an int, with which this check can do"),
        ("assert abs(twice - 1.0) < 9", None, "fail", "OverflowError: int too large to convert to float"),
        ("assert abs(twice - 1.0) / 0", "def f(x): return 2 * x", "error", "trouble"),
        ("open('/no/such/file')", "def f(x): return 2 * x", "error", "trouble: FileNotFoundError"),
        ("assert twice == 3", "def f(x): return 2 * x", "fail", ""),
    ],
)
def test_a_test_that_breaks_down_is_the_students_trouble_unless_the_solution_has_it_too(
    trial, statement, solution, state, said
):
    trial.write("assignments/m9/test_e2_gpu.py", BROKEN_TEST.format(statement=statement))
    trial.write("assignments/m9/e2_gpu.py", "def f(x): return 10**400\n")
    if solution:
        trial.write("solutions/m9/e2_gpu.py", solution)
    trial.pytest("assignments/m9", "-k", "e2", "--gpu", "off")
    found = load(trial.folder / "results" / "last.json").exercises[0].rubric[0].checks[0]
    assert found.state == state, found
    assert said in found.why


DEEP = {
    "calls": "x = len" + "()" * 985,
    "attributes": "x = len" + ".a" * 2500,
    "indices": "x = len" + "[0]" * 900,
    "operators": "x = 1" + "+1" * 900,
    "more than Python reads": "x = 1" + "+1" * 50_000,
    "parentheses": "x = " + "(" * 5000 + ")" * 5000,
    "zero": "x = 1\0",
    "surrogate": "x = '\\ud800'",
}


@pytest.mark.parametrize("kind", DEEP)
def test_no_file_is_too_deep_to_be_read(kind):
    source = f"def f():\n    raise NotImplementedError\nif 0:\n    {DEEP[kind]}\n"
    for forbidden in ([], ["numpy.sort", "sorted", "list.sort"]):
        assert policy.forbidden_use(source, forbidden) is None
    content = source.encode()
    assert course.looks_handed_out(content) in (True, False)
    assert not course.is_same_code(content, b"def f():\n    raise NotImplementedError\n")


def test_what_is_used_deep_inside_is_found():
    source = "import numpy as np\nx = np.sort(3)" + ".a" * 2000 + "\ny = f" + "()" * 900 + ".sort()\n"
    assert policy.forbidden_use(source, ["numpy.sort"]) == policy.ForbiddenUse(2, "numpy.sort")
    assert policy.forbidden_use(source, ["list.sort"]).line == 3


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (complex(1.7e308, 1.7e308), 1j),
        (complex(1.7e308, -1.7e308), complex(-1.7e308, 1.7e308)),
        (1.7e308, -1.7e308),
        (2**60000, 1),
        ([2**60000], [1]),
        ({1: 2**60000}, {1: 2}),
        ({2**60000}, {1}),
        (2**60000, 2**60000 + 1),
        (np.float64(1), 1.0),
        ("\ud800", "x"),
        (float("inf"), float("-inf")),
        (float("nan"), 0.0),
        (np.full(3, complex(1.7e308, 1.7e308)), np.zeros(3, complex)),
    ],
    ids=map(str, range(13)),
)
def test_comparisons_end_in_a_mismatch(got, want):
    with pytest.raises(Mismatch):
        check.close(got, want)
    with pytest.raises(Mismatch):
        check.equal(got, want)


def test_what_agrees_still_agrees():
    for value in (complex("nan"), float("nan"), float("inf"), 1j, 2**60000, {2**60000: 1}, complex(1.7e308, 1.7e308)):
        check.close(value, value)
    check.close(1.0 + 1e-12j, 1.0 + 0j)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (2**60000, "an integer of 60001 bits"),
        ([2**60000], "[an integer of 60001 bits]"),
        ({1: 2**60000}, "a dict"),
        ({n: n for n in range(1000)}, "a dict of 1000 items"),
        ("x" * 10**6, "'" + "x" * 58 + "…"),
        (b"x" * 10**6, "b'" + "x" * 57 + "…"),
    ],
    ids=map(str, range(6)),
)
def test_odd_values_can_be_shown(value, shown):
    assert show(value) == shown
