"""What a human decided against the grader: a CSV file that git can keep, to which lines are only ever added.

The last line for a student and rubric line counts; one without points takes the decision back.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import msgspec

from graders.grading import messages
from graders.result import Points, Result, RubricResult, State, add_to


class OverrideError(Exception):
    """The file of overrides, or a new one, does not make sense; in one sentence."""


@dataclass(frozen=True)
class Override:
    when: str
    module: str
    student: str
    line: str
    points: int | None
    """None: the grader's points count again."""
    judged: int
    """What the grader said then."""
    by: str
    why: str


HEAD = [field.name for field in fields(Override)]


def read(path: Path) -> list[Override]:
    """All overrides in the order in which they were made; none where there is no file.

    Raises OverrideError naming the line that cannot be understood.
    """
    if not path.is_file():
        return []
    rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
    found = []
    for number, row in enumerate(rows, 1):
        if number == 1 and row == HEAD:
            continue
        try:
            when, module, student, line, points, judged, by, why = row
            found.append(Override(when, module, student, line, int(points) if points else None, int(judged), by, why))
        except ValueError:
            raise OverrideError(f"{path} line {number}: this is not {','.join(HEAD)}") from None
    return found


def append(path: Path, override: Override) -> None:
    """Add one line, or the file with its heading; what is there stays as it is."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    if not path.is_file():
        writer.writerow(HEAD)
    writer.writerow(["" if value is None else value for value in astuple(override)])
    add_to(path, text.getvalue().encode("utf-8"))


def in_force(overrides: Iterable[Override], module: str) -> dict[tuple[str, str], Override]:
    """The overrides of a module that count, by student and rubric line."""
    last = {(each.student, each.line): each for each in overrides if each.module == module}
    return {key: each for key, each in last.items() if each.points is not None}


def applied(results: Iterable[Result], overrides: Sequence[Override]) -> list[Result]:
    """The results with a human's points where there are any; the grader's are kept beside them."""
    return [_one(result, in_force(overrides, result.module)) for result in results]


def _one(result: Result, decided: dict[tuple[str, str], Override]) -> Result:
    def by_hand(line: RubricResult) -> RubricResult:
        found = decided.get((result.student, line.id))
        if found is None or found.points is None:
            return line
        points = min(found.points, line.max)
        state: State = "pass" if points == line.max else "partial" if points else "fail"
        sentence = messages.by_hand(found.by, found.why, line.points)
        return msgspec.structs.replace(line, points=points, state=state, by_hand=sentence, judged=line.points)

    exercises = [
        msgspec.structs.replace(exercise, rubric=[by_hand(line) for line in exercise.rubric]) for exercise in result.exercises
    ]
    return msgspec.structs.replace(result, exercises=exercises)


def new(results: Sequence[Result], wanted: Override) -> tuple[RubricResult, Override]:
    """The line that `wanted` is about, and the override with what the grader says filled in.

    Raises OverrideError for a student or line that is not there, points beyond the line's, and a missing name or reason.
    """
    result = next((each for each in results if each.student == wanted.student), None)
    if result is None:
        raise OverrideError(f"there is no result of {wanted.student!r} in {wanted.module}")
    lines = {line.id: line for exercise in result.exercises for line in exercise.rubric}
    line = lines.get(wanted.line)
    if line is None:
        raise OverrideError(f"there is no rubric line {wanted.line!r}: {', '.join(lines)}")
    if wanted.points is not None and not 0 <= wanted.points <= line.max:
        raise OverrideError(f"{wanted.line} has {line.max} points: {wanted.points} cannot be given")
    for name in ("by", "why"):
        if not getattr(wanted, name).strip():
            raise OverrideError(f"an override needs --{name}")
    return line, Override(**{**dict(zip(HEAD, astuple(wanted), strict=True)), "judged": line.points})


def disagreeing(results: Iterable[Result], overrides: Sequence[Override]) -> Iterator[tuple[Override, Points]]:
    """(override, what the grader says now) where the grader has changed its mind since."""
    for result in results:
        lines = {line.id: line for exercise in result.exercises for line in exercise.rubric}
        for (student, line_id), each in in_force(overrides, result.module).items():
            if student == result.student and line_id in lines and lines[line_id].points != each.judged:
                yield each, lines[line_id].points
