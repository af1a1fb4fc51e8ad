"""The bundled sample hand-ins of every module, graded by the command an instructor types: scores, sentences, gradebook.

Those marked slow, which race or wait for long, are graded by `make test-all` only: the walk of test_exercises races the
same solutions.
"""

import csv
import os
import shutil
import subprocess
import sys
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from graders.course import ROOT
from graders.result import load
from tests.checkout import Checkout

SAMPLES = ROOT / "tests" / "submissions"
EXPECTED = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(SAMPLES.glob("*.toml"))}
FEWEST = 12  # a module


@dataclass(frozen=True)
class Graded:
    """A module's hand-ins, graded once."""

    module: str
    students: list[str]
    out: Path
    told: str


@pytest.fixture(scope="module", params=sorted(EXPECTED))
def graded(request, tmp_path_factory):
    module = request.param
    students = [name for name, expected in EXPECTED[module].items() if request.config.option.all or not expected.get("slow")]
    folder, out = tmp_path_factory.mktemp("handed-in"), tmp_path_factory.mktemp("graded")
    for student in students:
        shutil.copytree(SAMPLES / module / student, folder / student)
    done = Checkout(ROOT).run("-m", "graders", "grade", module, str(folder), "--out", str(out), "--sandbox-if-possible")
    assert done.returncode == 0, done.stdout + done.stderr
    return Graded(module, students, out, done.stdout)


@pytest.mark.parametrize("module", sorted(EXPECTED))
def test_every_sample_has_an_expectation(module):
    assert sorted(EXPECTED[module]) == sorted(path.name for path in (SAMPLES / module).iterdir())
    assert len(EXPECTED[module]) >= FEWEST


def test_samples_get_the_expected_scores(graded):
    """`points` are per rubric line (all others have 0); a race may be provisional, never wrong."""
    wrong = []
    for student in graded.students:
        expectation = EXPECTED[graded.module][student]
        result = load(graded.out / graded.module / f"{student}.json")
        lines = {line.id: line for exercise in result.exercises for line in exercise.rubric}
        expected = {f"{graded.module}.{line}": points for line, points in expectation.get("points", {}).items()}
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
            for sentence in expectation.get("says", [])
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


@pytest.mark.parametrize("module", sorted(EXPECTED))
def test_the_untouched_sample_is_todays_starters(module):
    for starter in (ROOT / "assignments" / module).glob("[ex][0-9]*_*.py"):
        assert (SAMPLES / module / "cem-untouched" / starter.name).read_bytes() == starter.read_bytes()


def test_samples_are_untouched_by_grading():
    assert not list(SAMPLES.rglob("__pycache__"))
