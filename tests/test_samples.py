"""The bundled sample submissions of every module, graded by the command an instructor types: scores, sentences, gradebook.

Those marked slow, which race or wait for long, are graded by `make test-all` only: the walk of test_exercises races the
same solutions. So are those of all modules but one, which has every kind of sample; CI grades those of a module that changed.
"""

import csv
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from graders.authoring import sample_submissions
from graders.course import ROOT, CourseError, find_module
from graders.result import load
from tests.checkout import Checkout

SAMPLES = {each: sample_submissions.read(find_module(each)) for each in sample_submissions.modules()}
FEWEST = 12  # a module


@dataclass(frozen=True)
class Graded:
    """A module's submissions, graded once."""

    module: str
    students: list[str]
    out: Path
    told: str


@pytest.fixture(
    scope="module", params=[each if each == "m2" else pytest.param(each, marks=pytest.mark.long) for each in sorted(SAMPLES)]
)
def graded(request, tmp_path_factory):
    module = request.param
    students = [name for name, sample in SAMPLES[module].items() if request.config.option.all or not sample.slow]
    folder, out = tmp_path_factory.mktemp("handed-in"), tmp_path_factory.mktemp("graded")
    sample_submissions.make(find_module(module), folder, students)
    done = Checkout(ROOT).run("-m", "graders", "grade", module, str(folder), "--out", str(out), "--sandbox-if-possible")
    assert done.returncode == 0, done.stdout + done.stderr
    return Graded(module, students, out, done.stdout)


@pytest.mark.parametrize("module", SAMPLES)
def test_there_are_samples_enough(module):
    assert len(SAMPLES[module]) >= FEWEST


def test_samples_get_the_expected_scores(graded):
    """Line by line; a race may be provisional, never wrong."""
    wrong = []
    for student in graded.students:
        sample = SAMPLES[graded.module][student]
        result = load(graded.out / graded.module / f"{student}.json")
        lines = {line.id: line for exercise in result.exercises for line in exercise.rubric}
        expected = sample.expected(find_module(graded.module))
        noisy = {line.id for line in lines.values() if line.state == "noisy"}
        got = {line.id: line.points for line in lines.values() if (line.points or line.id in expected) and line.id not in noisy}
        if got != {line: points for line, points in expected.items() if line not in noisy}:
            wrong.append(f"{student}: expected {expected}, got {got}")
        wrong += [
            f"{student}: {line.id} is the grader's trouble: {line.why}" for line in lines.values() if line.state == "error"
        ]
        said = [check.why for line in lines.values() for check in line.checks] + [line.why for line in lines.values()]
        wrong += [
            f"{student}: nobody says {sentence!r}, but {set(said)}"
            for sentence in sample.says
            if not noisy and not any(sentence in why for why in said)
        ]
        page = (graded.out / graded.module / f"{student}.html").read_text(encoding="utf-8")
        if f"{result.points}" not in page or result.student not in page:
            wrong.append(f"{student}: the page does not show the points and whose they are")
    assert not wrong, "\n".join(wrong)


def test_the_table_lists_everybody_within_80_columns(graded):
    for student in graded.students:
        assert student[:15] in graded.told
    # Only the paths of the files may be longer: they are whatever the instructor asked for.
    assert max(len(line) for line in graded.told.splitlines() if str(graded.out) not in line) <= 80


def test_nbgrader_exports_the_scores(graded, tmp_path):
    """nbgrader's own command reads the same totals out of the gradebook."""
    target = tmp_path / "grades.csv"
    command = [sys.executable, "-m", "nbgrader", "export", "--to", str(target)]
    path = str(Path(sys.executable).parent) + os.pathsep + os.environ["PATH"]
    environment = os.environ | {"PATH": path, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=graded.out / "nbgrader", env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    with open(target, newline="", encoding="utf-8") as file:
        exported = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert exported == {each: load(graded.out / graded.module / f"{each}.json").points for each in graded.students}


def orphans() -> list[psutil.Process]:
    """Workers without a judge. One that has ended has no command line any more."""
    running = psutil.process_iter(["cmdline", "ppid"])
    return [each for each in running if each.info["ppid"] == 1 and "child.py" in " ".join(each.info["cmdline"] or ())]


def test_nothing_of_the_grading_is_left_running(graded):
    """No worker outlives its judge, but for the moment it takes to notice where another test has just killed one."""
    deadline = time.monotonic() + 30
    while (left := orphans()) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not left


def test_samples_are_untouched_by_grading():
    assert not list(sample_submissions.SAMPLES.rglob("__pycache__"))


RECIPE = """
[ann]
e1 = "wrong/e1/no_such"
points = { "e9.correct" = 1 }

[bob]
x7 = "starter"
others = "solution"
"""


def test_a_recipe_says_what_is_missing_or_stale(tmp_path, monkeypatch):
    module = find_module("m2")
    monkeypatch.setattr(sample_submissions, "SAMPLES", tmp_path)
    for path, text in {
        "samples.toml": RECIPE,
        "bob/e1_amdahl.py": "",
        "eve/notes.txt": "",
        "over/unused.py": "",
    }.items():
        (tmp_path / "m2" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "m2" / path).write_text(text, encoding="utf-8")
    doubts = list(sample_submissions.doubts(module))
    assert doubts[:5] == [
        "ann names e9.correct, which m2 has not",
        "ann: there is no wrong/e1/no_such.py",
        "bob names x7, which m2 has not",
        "the folder eve is no student's: samples.toml does not name it",
        "over/unused is laid over nothing",
    ]
    wanted = [f'nobody hands in the starter of {each.id}: give somebody {each.number} = "starter"' for each in module.exercises]
    assert doubts[5:] == wanted
    (tmp_path / "m2" / "samples.toml").write_text("[ann]\nothers = 3\n", encoding="utf-8")
    with pytest.raises(CourseError, match=r"samples\.toml of m2: ann: Expected `str`, got `int`"):
        sample_submissions.read(module)


def test_a_recipe_is_followed(tmp_path, monkeypatch):
    module = find_module("m2")
    text = '[ann]\ne3 = "wrong/e3/no_lock"\ne1 = "starter"\npoints = { "e3.speed" = 7 }\n[bob]\nothers = "solution"\n'
    monkeypatch.setattr(sample_submissions, "SAMPLES", tmp_path / "recipes")
    (tmp_path / "recipes/m2/bob").mkdir(parents=True)
    (tmp_path / "recipes/m2/samples.toml").write_text(text, encoding="utf-8")
    (tmp_path / "recipes/m2/bob/e1_amdahl.py").write_text("mine\n", encoding="utf-8")
    sample_submissions.make(module, tmp_path / "made")
    assert sorted(path.name for path in (tmp_path / "made/ann").iterdir()) == ["e1_amdahl.py", "e3_histogram.py"]
    solution, wrong = (ROOT / "solutions/m2" / each for each in ("e3_histogram.py", "wrong/e3/no_lock.py"))
    content = (tmp_path / "made/ann/e3_histogram.py").read_bytes()
    assert content == solution.read_bytes() + b"\n\n" + wrong.read_bytes()
    assert len(list((tmp_path / "made/bob").iterdir())) == len(module.exercises)
    assert (tmp_path / "made/bob/e1_amdahl.py").read_text() == "mine\n"
    ann, bob = sample_submissions.read(module).values()
    assert ann.expected(module) == {"m2.e3.speed": 7}
    assert sum(bob.expected(module).values()) == module.points
