"""What every export starts from: whose results they are, what they are called elsewhere, and which points count.

Here is the one place that says what a total is, so that no two formats can disagree about it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from graders import questions
from graders.course import Module
from graders.result import Points, Result, RubricResult, whole
from graders.roster import Person
from graders.text import harmless

_NAME = 200  # characters


class ExportError(Exception):
    """The export cannot be done, in one sentence."""


@dataclass(frozen=True)
class Grades:
    """A module's results, with the class list where there is one."""

    module: Module
    results: list[Result]
    roster: Mapping[str, Person] = field(default_factory=dict)
    handed_in: Mapping[str, datetime] = field(default_factory=dict)
    """When, of those of whom it is known; grading again does not move it."""

    def people(self) -> Iterator[tuple[Person, Result]]:
        """Everybody graded with their result, in order of their ids; of those not on the list only the id is known."""
        for result in sorted(self.results, key=lambda result: result.student):
            yield self.roster.get(result.student, Person(result.student)), result

    @property
    def most(self) -> int:
        """What there is to win, written answers included."""
        return self.module.points + sum(question.max for question in questions.read(self.module).questions)

    @property
    def title(self) -> str:
        """What the module is called in a gradebook, such as `M2 Concurrency`."""
        return harmless(f"{self.module.id.upper()} {self.module.title}", _NAME)


@dataclass(frozen=True)
class Export:
    """What one format has to say: texts by file name below the export's folder, and sentences for the instructor."""

    files: dict[str, str]
    notes: list[str] = field(default_factory=list)


def check_results(module: Module, results: Iterable[Result]) -> None:
    """Refuse results that do not fit the module as it is now, or each other.

    Raises ExportError, because a gradebook would show points out of a maximum that they were not given for.
    """
    expected = {line.id: line.max for exercise in module.exercises for line in exercise.rubric}
    seen: set[str] = set()
    for result in results:
        who = repr(harmless(result.student, 60))
        if result.student in seen:
            raise ExportError(f"there are two results of {who} for {module.id}: keep one of them")
        seen.add(result.student)
        if result.module != module.id:
            raise ExportError(f"the result of {who} is about module {result.module!r}, not {module.id!r}")
        judged = list(lines(result))
        if len(judged) != len(expected) or {line.id: line.max for line in judged} != expected:
            raise ExportError(f"the result of {who} has other rubric lines than module {module.id} has now: grade it again")
        for line in judged:
            if not 0 <= line.points <= line.max:
                raise ExportError(
                    f"the result of {who} has {line.points} points in {line.id}, outside 0..{line.max}: grade it again"
                )


def lines(result: Result) -> Iterator[RubricResult]:
    for exercise in result.exercises:
        yield from exercise.rubric


def points_of(line: RubricResult) -> Points | None:
    """The points of a rubric line; None when nobody judged it, which is not the same as zero. Noisy ones count for now."""
    return None if line.state in ("error", "deferred") else line.points


def total(result: Result) -> Points | None:
    """The points of all lines that were judged; None when none was."""
    judged = [value for line in lines(result) if (value := points_of(line)) is not None]
    return whole(sum(judged)) if judged else None


def name(person: Person) -> str:
    """What to call a student: the name on the class list in one line, or the id."""
    return harmless(" ".join((person.name or person.student).split()), _NAME)


def file_name(student: str, suffix: str) -> str:
    """A file of that student's; an id that is no file name cannot lead out of the folder."""
    return re.sub(r"[/\\\0]|^\.", "_", student) + suffix


def moment(text: str) -> datetime | None:
    """A time in a result, in UTC; None where it is none."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return None
    return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)


def seconds(result: Result) -> int:
    """How long the grading of that submission took; 0 where nobody knows."""
    started, finished = moment(result.started), moment(result.finished)
    return max(0, round((finished - started).total_seconds())) if started and finished else 0
