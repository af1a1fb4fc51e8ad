"""Grades the graders: walks every exercise of every module with its starter, its solution and its wrong solutions."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from graders import course
from graders.batch.run import Run, judge
from graders.course import Exercise, Module
from graders.result import Result

ATTEMPTS = 3
"""A speed line may be spoiled by the machine, not by chance three times; right answers get no second attempt."""


@dataclass(frozen=True)
class Candidate:
    module: Module
    exercise: Exercise
    file: Path


def candidates(which: str) -> list:
    found = []
    for module in map(course.find_module, course.module_ids()):
        folder = course.SOLUTIONS / module.id
        for exercise in module.exercises:
            files = {
                "starter": [exercise.path],
                "solution": [folder / exercise.path.name],
                "wrong": sorted((folder / "wrong").glob(f"{exercise.number}_*.py")),
            }[which]
            found += [pytest.param(Candidate(module, exercise, file), id=f"{module.id}-{file.stem}") for file in files]
    return found


def graded(candidate: Candidate, folder: Path) -> Result:
    """Judge a starter, a solution, or what a wrong solution gets wrong laid over the solution."""
    source = candidate.file.read_text(encoding="utf-8")
    if candidate.file.parent.name == "wrong":
        source = (candidate.file.parents[1] / candidate.exercise.path.name).read_text(encoding="utf-8") + "\n\n" + source
    (folder / candidate.exercise.path.name).write_text(source, encoding="utf-8")
    run = Run(candidate.module, (candidate.exercise,), sandbox=False, seed=20_261_120)
    return judge(run, folder, candidate.file.stem, "")


def loses_exactly(wanted: set[str], candidate: Candidate, folder: Path) -> None:
    """Judge until it is decided. What the machine was too busy to decide in all attempts is skipped, and says so."""
    for _ in range(ATTEMPTS):
        lines = [line for exercise in graded(candidate, folder).exercises for line in exercise.rubric]
        assert not [line.why for line in lines if line.state == "error"]
        noisy = {line.id for line in lines if line.state == "noisy"}
        lost = {line.id: f"{line.points}/{line.max} {line.state}: {line.why}" for line in lines if line.points < line.max}
        wrong = (set(lost) ^ wanted) - noisy
        if not (wrong or noisy) or not all(line.endswith((".speed", ".hidden")) for line in wrong):
            break
    assert not wrong, lost
    if noisy:
        pytest.skip(f"this machine is too noisy to race: {', '.join(sorted(noisy))} not decided in {ATTEMPTS} attempts")


@pytest.mark.parametrize("candidate", candidates("starter"))
def test_starter_is_not_started(candidate, tmp_path):
    result = graded(candidate, tmp_path)
    states = {line.id: line.state for exercise in result.exercises for line in exercise.rubric}
    assert set(states.values()) <= {"todo", "deferred"} and "todo" in states.values(), states
    assert result.points == 0


@pytest.mark.parametrize("candidate", candidates("solution"))
def test_solution_gets_full_points(candidate, tmp_path):
    assert candidate.file.is_file(), f"{candidate.exercise.id} has no solution {candidate.file}"
    loses_exactly(set(), candidate, tmp_path)


@pytest.mark.parametrize("candidate", candidates("wrong"))
def test_wrong_solution_is_caught(candidate, tmp_path):
    """It loses exactly the lines it names in its first line, for example `caught by m2.e3.correct m2.e3.hidden: why`."""
    first = candidate.file.read_text(encoding="utf-8").splitlines()[0]
    named = re.match(r'"""caught by ((?:m\d+\.e\d+\.\w+ ?)+): .+', first)
    assert named, f"{candidate.file} should begin with a docstring: caught by {candidate.exercise.id}.correct: what is wrong"
    wanted = set(named[1].split())
    assert wanted <= {line.id for line in candidate.exercise.rubric}
    loses_exactly(wanted, candidate, tmp_path)


def test_every_exercise_has_two_wrong_solutions():
    for module in map(course.find_module, course.module_ids()):
        for exercise in module.exercises:
            wrong = list((course.SOLUTIONS / module.id / "wrong").glob(f"{exercise.number}_*.py"))
            assert len(wrong) >= 2, f"{exercise.id} has {len(wrong)} wrong solutions; it needs two"
