"""Grades the graders: walks every exercise of every module with its starter, its solution and its wrong solutions."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from graders import course
from graders.authoring import lint, reading
from graders.course import Exercise, Module
from graders.judge.plan import clocks

EACH = 32
"""Of the wrong solutions of each exercise `make test` judges one in so many, `make test-all` all of them.

They are well over a thousand, a second or two each; `graders check` judges all those of what somebody works on.
"""


@dataclass(frozen=True)
class Candidate:
    module: Module
    exercise: Exercise
    file: Path

    def is_raced(self) -> bool:
        """Whether a wrong solution is about speed. Racing the others takes minutes, and `graders check` does it."""
        return any(line.endswith(".speed") for line in lint.named_lines(self.file))

    def needs_free_cores(self) -> bool:
        """Whether its races go by the wall clock: they take minutes, and where a core is busy they are not decided."""
        return self.exercise.processes or "wall" in clocks(self.exercise.tests)


def candidates(which: str) -> list:
    found = []
    for module in map(course.find_module, course.module_ids()):
        for exercise in module.exercises:
            files = {
                "starter": [exercise.path],
                "solution": [course.solution_of(module, exercise)],
                "wrong": lint.wrong_ones(module, exercise),
            }[which]
            for number, file in enumerate(files):
                candidate = Candidate(module, exercise, file)
                raced = exercise.line("speed") is not None if which == "solution" else which == "wrong" and candidate.is_raced()
                marks = [pytest.mark.raced] if raced else []
                if raced and candidate.needs_free_cores():
                    # `graders check` races the wrong ones, too, on a machine with cores to spare.
                    marks = [pytest.mark.alone, pytest.mark.long] if which == "wrong" else [pytest.mark.alone]
                elif which == "wrong" and number % EACH:
                    marks.append(pytest.mark.long)
                found.append(pytest.param(candidate, id=f"{exercise.id}-{file.stem}", marks=marks))
    return found


def holds(candidate: Candidate, expected: set[str], *, races: bool = True) -> None:
    """What the machine was too busy to decide is skipped, and says so; `graders check` tries again."""
    found = lint.verdict(candidate.module, candidate.exercise, candidate.file, expected, races=races, patient=False)
    complaints = [each for each in lint.judged(candidate.exercise, found, expected) if each.code != "step"]
    assert not complaints, "\n".join(each.sentence for each in complaints)
    if found.noisy:
        lines = ", ".join(sorted(found.noisy))
        pytest.skip(f"this machine is too noisy to race: {lines} not decided")


@pytest.mark.parametrize("candidate", candidates("starter"))
def test_starter_is_not_started(candidate):
    holds(candidate, {line.id for line in candidate.exercise.rubric})


@pytest.mark.parametrize("candidate", candidates("solution"))
def test_solution_gets_full_points(candidate):
    assert candidate.file.is_file(), f"{candidate.exercise.id} has no solution {candidate.file}"
    holds(candidate, set())


@pytest.mark.parametrize("candidate", candidates("wrong"))
def test_wrong_solution_is_caught(candidate):
    """It loses exactly the lines it names in its first line, for example `caught by m2.e3.correct m2.e3.hidden: why`."""
    holds(candidate, lint.named_lines(candidate.file), races=candidate.is_raced())


def test_what_can_be_found_by_reading():
    """Sound questions; two wrong solutions at least, each naming what catches it; no hint that holds a line of the solution."""
    for module in map(course.find_module, course.module_ids()):
        assert reading.written(module)[1] == []
        for exercise in module.exercises:
            assert list(reading.by_reading(module, exercise)) == []
