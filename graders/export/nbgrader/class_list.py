"""The class list in nbgrader's gradebook: what students are called, and who has until when.

A student's own deadline becomes nbgrader's extension, counted from the due date of the assignment; nbgrader's late penalty
goes by both. What the class list does not say stays as it is in the gradebook.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from graders import roster
from graders.course import Module
from graders.export.nbgrader.folder import Place, refusal, remember, remembered
from graders.roster import Person
from graders.text import count, harmless, some_of

_WIDEST = 128  # nbgrader's columns
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


def enter(gradebook: Any, place: Place, module: Module, listed: ClassList) -> Entered:
    """Bring names, addresses and deadlines in the gradebook up to date; doing it again changes nothing.

    Extensions belong to submissions: of who has none, nothing is late.
    """
    entered = Entered()
    _enter_people(gradebook, listed.people, entered)
    _enter_deadlines(gradebook, place, module, listed, entered)
    return entered


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


def _enter_people(gradebook: Any, people: Mapping[str, Person], entered: Entered) -> None:
    from nbgrader.api import Student  # type: ignore[import-untyped]

    rows = {row.id: row for row in gradebook.db.query(Student)}
    refused = []
    for person in people.values():
        first, last = names(person)
        email = person.email if len(person.email) <= _WIDEST and harmless(person.email, _WIDEST) == person.email else ""
        known = {key: text for key, text in (("first_name", first), ("last_name", last), ("email", email)) if text}
        row = rows.get(person.student)
        if row is None and refusal(person.student):
            refused.append(person.student)
        elif row is None:
            gradebook.add_student(person.student, **known)
            entered.new += 1
        elif news := {key: text for key, text in known.items() if getattr(row, key) != text}:
            for key, text in news.items():
                setattr(row, key, text)
            entered.changed += 1
    gradebook.db.commit()
    if refused:
        entered.notes.append(f"nbgrader cannot hold students of these ids: {some_of(refused)}")


def _enter_deadlines(gradebook: Any, place: Place, module: Module, listed: ClassList, entered: Entered) -> None:
    assignment = gradebook.find_assignment(module.id)
    if listed.deadline and assignment.duedate != (due := _stored(listed.deadline)):
        assignment.duedate = due
        entered.due = f"{due:%Y-%m-%d %H:%M} UTC"
    own = {each.student: _stored(roster.moment(each.deadline)) for each in listed.people.values() if each.deadline}
    if own and assignment.duedate is None:
        entered.notes.append(
            f"nobody is late, because {module.id} has no due date that the class list's deadlines could extend: add --deadline"
        )
        own = {}  # an extension of nothing stops nbgrader's late penalty with an exception
    memory = {}
    for submission in assignment.submissions:
        path = place.memory(submission.student_id, module.id)
        until = own.get(submission.student_id)
        if until is None and not remembered(path).get(_OWN):
            continue
        extension = (until - assignment.duedate) or None if until else None
        if submission.extension != extension:
            submission.extension = extension
            entered.extensions += 1
        memory[path] = until.isoformat() if until else ""
    # Rows before files: what was granted last must never be remembered ahead of them.
    gradebook.db.commit()
    for path, until_ in memory.items():
        remember(path, {_OWN: until_})


def _stored(moment: datetime) -> datetime:
    """As nbgrader stores it: UTC, without saying so. Given as text with a space before its offset it would misread it."""
    return moment.astimezone(UTC).replace(tzinfo=None)
