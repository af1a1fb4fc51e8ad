"""The class list in nbgrader's gradebook: what students are called, and who has until when.

A student's own deadline becomes nbgrader's extension, counted from the due date of the assignment; nbgrader's late penalty
goes by both. What the class list does not say stays as it is in the gradebook.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from graders import roster
from graders.course import Module
from graders.export.nbgrader.folder import CourseFolder
from graders.export.nbgrader.memory import remember, remembered
from graders.export.nbgrader.moments import stored
from graders.export.nbgrader.student_ids import refusal
from graders.roster import Person
from graders.text import count, harmless, some_of

_WIDEST = 128  # nbgrader's columns
_COLUMNS = ("first_name", "last_name", "email")
_OWN = "deadline"
"""Under this name it is remembered which deadline an extension stands for: others were granted by people."""


@dataclass(frozen=True)
class ClassList:
    people: Mapping[str, Person] = field(default_factory=dict)
    deadline: datetime | None = None
    """Everybody's; None: the one that the gradebook has."""


@dataclass
class Entered:
    """What became of a class list."""

    new: int = 0
    changed: int = 0
    extensions: int = 0
    """Extensions granted, moved or taken back."""
    due: str = ""
    """The due date, where it was moved."""
    notes: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        parts = [f"{self.new} new, {self.changed} changed"]
        parts += [f"due {self.due}"] if self.due else []
        parts += [f"{count(self.extensions, 'extension')} new or changed"] if self.extensions else []
        return f"class list: {'; '.join(parts)}"


def enter(gradebook: Any, folder: CourseFolder, module: Module, listed: ClassList) -> Entered:
    """Bring names, addresses and deadlines in the gradebook up to date; doing it again changes nothing.

    Extensions belong to submissions: of who has none, nothing is late.
    """
    people = decide_people(listed.people, _read_people(gradebook))
    _write_people(gradebook, people)
    deadlines = decide_deadlines(module.id, listed, _read_deadlines(gradebook, folder, module))
    _write_deadlines(gradebook, folder, module, deadlines)
    due = f"{deadlines.due:%Y-%m-%d %H:%M} UTC" if deadlines.due else ""
    return Entered(len(people.new), len(people.changed), deadlines.moved, due, [*people.notes, *deadlines.notes])


def names(person: Person) -> tuple[str, str]:
    """First and last name, of “Zoë van der Berg” as of “van der Berg, Zoë”; a single name is the last.

    Formgrader puts names into its pages unescaped, so that there are no angle brackets in them.
    """
    plain = harmless(" ".join(person.name.split()), 2 * _WIDEST).replace("<", "‹").replace(">", "›")
    last, comma, first = (part.strip() for part in plain.partition(","))
    if not comma:
        words = plain.split()
        start = max(len(words) - 1, 0)
        while start > 1 and words[start - 1][:1].islower():
            start -= 1
        first, last = " ".join(words[:start]), " ".join(words[start:])
    return first[:_WIDEST], last[:_WIDEST]


# ---- people -------------------------------------------------------------------------------------------------------


@dataclass
class People:
    """Columns of students' rows, by id."""

    new: dict[str, dict[str, str]] = field(default_factory=dict)
    changed: dict[str, dict[str, str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def _read_people(gradebook: Any) -> dict[str, dict[str, str | None]]:
    from nbgrader.api import Student  # type: ignore[import-untyped]

    return {row.id: {column: getattr(row, column) for column in _COLUMNS} for row in gradebook.db.query(Student)}


def decide_people(people: Mapping[str, Person], there: Mapping[str, Mapping[str, str | None]]) -> People:
    decided, refused = People(), []
    for person in people.values():
        email = person.email if len(person.email) <= _WIDEST and harmless(person.email, _WIDEST) == person.email else ""
        columns = {column: text for column, text in zip(_COLUMNS, (*names(person), email), strict=True) if text}
        row = there.get(person.student)
        if row is None and refusal(person.student):
            refused.append(person.student)
        elif row is None:
            decided.new[person.student] = columns
        elif news := {column: text for column, text in columns.items() if row[column] != text}:
            decided.changed[person.student] = news
    if refused:
        decided.notes.append(f"nbgrader cannot hold students of these ids: {some_of(refused)}")
    return decided


def _write_people(gradebook: Any, decided: People) -> None:
    for student, columns in decided.new.items():
        gradebook.add_student(student, **columns)
    for student, columns in decided.changed.items():
        row = gradebook.find_student(student)
        for column, text in columns.items():
            setattr(row, column, text)
    gradebook.db.commit()


# ---- deadlines ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Extension:
    """What the gradebook grants a submission."""

    granted: timedelta | None
    is_ours: bool
    """Whether it stands for a deadline of the class list's; others were granted by people."""


@dataclass(frozen=True)
class Dates:
    """The due date as nbgrader stores it, and the extensions of the submissions, by student."""

    due: datetime | None
    extensions: Mapping[str, Extension]


@dataclass
class Deadlines:
    due: datetime | None = None
    """The due date, where it moves."""
    extensions: dict[str, timedelta | None] = field(default_factory=dict)
    """Those that come from the class list, or did so."""
    own: dict[str, str] = field(default_factory=dict)
    """The deadline that each of them stands for, to be remembered."""
    moved: int = 0
    """How many of the extensions are not so yet."""
    notes: list[str] = field(default_factory=list)


def _read_deadlines(gradebook: Any, folder: CourseFolder, module: Module) -> Dates:
    assignment = gradebook.find_assignment(module.id)
    rows = {row.student_id: row.extension for row in assignment.submissions}
    ours = {student: bool(remembered(folder.memory(student, module.id)).get(_OWN)) for student in rows}
    return Dates(assignment.duedate, {student: Extension(granted, ours[student]) for student, granted in rows.items()})


def decide_deadlines(module_id: str, listed: ClassList, there: Dates) -> Deadlines:
    decided = Deadlines()
    due = stored(listed.deadline) if listed.deadline else there.due
    if due != there.due:
        decided.due = due
    own = {each.student: stored(roster.moment(each.deadline)) for each in listed.people.values() if each.deadline}
    if own and due is None:
        decided.notes.append(
            f"nobody is late, because {module_id} has no due date that the class list's deadlines could extend: add --deadline"
        )
        own = {}  # an extension of nothing stops nbgrader's late penalty with an exception
    for student, extension in there.extensions.items():
        until = own.get(student)
        if until is None and not extension.is_ours:
            continue
        granted = (until - due) or None if until and due else None
        decided.extensions[student] = granted
        decided.own[student] = until.isoformat() if until else ""
        decided.moved += extension.granted != granted
    return decided


def _write_deadlines(gradebook: Any, folder: CourseFolder, module: Module, decided: Deadlines) -> None:
    assignment = gradebook.find_assignment(module.id)
    if decided.due:
        assignment.duedate = decided.due
    for submission in assignment.submissions:
        if submission.student_id in decided.extensions:
            submission.extension = decided.extensions[submission.student_id]
    # Rows before files: what was granted last must never be remembered ahead of them.
    gradebook.db.commit()
    for student, until in decided.own.items():
        remember(folder.memory(student, module.id), {_OWN: until})
