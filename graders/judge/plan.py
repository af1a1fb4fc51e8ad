"""What every test is worth: a part of a rubric line, by the marks it carries; and the results that its checks add up to."""

import ast
import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import pytest

from graders import course
from graders.course import CourseError, Exercise, Module, RubricLine
from graders.judge import messages
from graders.judge.samples import Clock
from graders.result import NOT_RUN, Check, ExerciseResult, RubricResult, Step, judge_line
from graders.text import relative

HINTED = ("Mismatch", "Raised", "TooSlow")
"""What a hint can help with: code that came to its end. After a time-out or a crash it would only guess."""


@dataclass(frozen=True)
class Planned:
    """A test as a part of a rubric line."""

    module: Module
    exercise: Exercise
    line: RubricLine
    name: str
    """The test's, without `test_`."""
    title: str
    points: int
    steps: tuple[Step, ...]
    clock: Clock
    node: str


class Plan:
    """The tests of a run that are worth something, which of them are run, and what was found."""

    def __init__(self) -> None:
        self.tests: list[Planned] = []
        self.selected: set[str] = set()
        self.checks: dict[str, Check] = {}
        """By the tests' nodes."""

    def check_sums(self) -> None:
        """Raises UsageError where a file's tests are not worth what module.toml says."""
        for key in {(test.line.id, test.node.split("::")[0]) for test in self.tests}:
            tests = [test for test in self.tests if (test.line.id, test.node.split("::")[0]) == key]
            total, line = sum(test.points for test in tests), tests[0].line
            if total != line.max:
                raise pytest.UsageError(
                    f"{key[1]}: the checks of {line.id} add up to {total} points, module.toml says {line.max}"
                )

    def test(self, node: str) -> Planned | None:
        return next((test for test in self.tests if test.node == node), None)

    def modules(self) -> list[Module]:
        """Of the tests that are run, in their order."""
        return list({test.module.id: test.module for test in self.tests if test.node in self.selected}.values())

    def exercises(self, module: Module) -> list[Exercise]:
        """Of the tests that are run, in their order."""
        mine = [test for test in self.tests if test.module.id == module.id and test.node in self.selected]
        return list({test.exercise.id: test.exercise for test in mine}.values())

    def of(self, exercise: Exercise) -> list[Planned]:
        return [test for test in self.tests if test.exercise.id == exercise.id]

    def is_last(self, test: Planned) -> bool:
        """Whether no other test of its exercise is run after it."""
        return test.node == [other.node for other in self.of(test.exercise) if other.node in self.selected][-1]

    def has_failed(self, test: Planned, *, of_line: bool = False) -> bool:
        """Whether a check of the same exercise, or of the same line, has failed."""
        same = [
            other for other in self.of(test.exercise) if other.node in self.checks and (not of_line or other.line == test.line)
        ]
        return any(self.checks[other.node].state in ("fail", "todo") for other in same)

    def to_hint_at(self, exercise: Exercise) -> list[str]:
        """The names of the tests that a hint can help with."""
        judged = [(test.name, self.checks[test.node]) for test in self.of(exercise) if test.node in self.checks]
        return [name for name, check in judged if check.state == "fail" and check.cause in HINTED]

    def result(self, exercise: Exercise, source: str) -> ExerciseResult:
        """What is known so far; `source` is the SHA-256 of the file that was judged."""
        return ExerciseResult(
            id=exercise.id,
            title=exercise.title,
            file=exercise.path.name,
            rubric=[self._line(exercise, line) for line in exercise.rubric],
            source=source,
            bonus=not exercise.required,
        )

    def _line(self, exercise: Exercise, line: RubricLine) -> RubricResult:
        tests = [test for test in self.tests if test.line.id == line.id]
        if not tests:
            why = messages.AT_HAND_IN if line.kind == "hidden" else messages.NOT_RUN
            return RubricResult(id=line.id, title=line.title, state="deferred", points=0, max=line.max, why=why)
        not_run = {
            test.node: Check(title=test.title, state="deferred", points=0, max=test.points, why=messages.NOT_RUN, cause=NOT_RUN)
            for test in tests
        }
        return judge_line(line.id, line.title, line.max, [self.checks.get(test.node, not_run[test.node]) for test in tests])


def planned(item: pytest.Item, marker: pytest.Mark) -> Planned:
    module, exercise = find_exercise(marker.args[0] if marker.args else None, item.path)
    perf, points = item.get_closest_marker("perf"), item.get_closest_marker("points")
    hidden = course.HIDDEN in item.path.parents
    kind = "hidden" if hidden else "gpu" if item.get_closest_marker("gpu") else "speed" if perf else "correct"
    where = f"{relative(item.path)}:{(item.location[1] or 0) + 1}"
    steps, clock = _published(perf, where) if perf is not None else ((), "cpu")
    worth = steps[-1].points if steps else points.args[0] if points and points.args else None
    if type(worth) is not int or worth < 1 or (steps and points):
        raise pytest.UsageError(f"{where}: mark {item.name} with points(n), or with perf(steps={{...}}) if it races")
    line = exercise.line(kind)
    if line is None:
        raise pytest.UsageError(f"{where}: {exercise.id} has no rubric line {kind!r} in its module.toml")
    doc = (getattr(getattr(item, "function", None), "__doc__", None) or "").strip().splitlines()
    title = doc[0].rstrip(".") if doc else item.name.removeprefix("test_").replace("_", " ")
    name = getattr(item, "originalname", item.name).removeprefix("test_")
    return Planned(module, exercise, line, name, title, worth, steps, clock, item.nodeid)


def _published(perf: pytest.Mark, where: str) -> tuple[tuple[Step, ...], Clock]:
    """The steps and the clock of a race."""
    steps, clock = perf.kwargs.get("steps", {}), perf.kwargs.get("clock", "cpu")
    if not steps or list(steps) != sorted(steps) or list(steps.values()) != sorted(steps.values()):
        raise pytest.UsageError(f"{where}: perf needs steps, rising: perf(steps={{2: 1, 4: 3}})")
    if clock not in get_args(Clock):
        raise pytest.UsageError(f"{where}: perf knows the clocks {', '.join(get_args(Clock))}, and not {clock!r}")
    return tuple(Step(float(factor), int(worth)) for factor, worth in steps.items()), clock


def order(test: Planned | None) -> tuple[list[tuple[int, str]], int, int]:
    """Other tests first, then module by module, each in the order of its module.toml."""
    if test is None:
        return ([], 0, 0)
    exercises, lines = test.module.exercises, test.exercise.rubric
    number = next(index for index, exercise in enumerate(exercises) if exercise.id == test.exercise.id)
    line = next(index for index, each in enumerate(lines) if each.id == test.line.id)
    return course.by_number(test.module.id), number, line


_module = functools.cache(course.find_module)
"""Read once in a run, not for every test."""


def find_exercise(exercise_id: Any, path: Path) -> tuple[Module, Exercise]:
    try:
        module = _module(str(exercise_id).split(".")[0])
    except CourseError as error:
        raise pytest.UsageError(f"{path}: {error}") from None
    exercise = module.exercise(str(exercise_id))
    if exercise is None:
        raise pytest.UsageError(f"{path}: there is no exercise {exercise_id!r} in {module.folder / 'module.toml'}")
    return module, exercise


def clocks(tests: Path) -> set[str]:
    """The clocks of all races in a file of tests, by their marks, without running it."""
    calls = [node for node in ast.walk(ast.parse(tests.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    marks = [{each.arg: each.value for each in call.keywords} for call in calls if ast.unparse(call.func) == "pytest.mark.perf"]
    return {ast.literal_eval(mark["clock"]) if "clock" in mark else "cpu" for mark in marks}
