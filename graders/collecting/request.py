"""What is to be collected, from whom, until when, and where to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from graders import roster
from graders.collecting.answers import Answers
from graders.collecting.pushes import Pushes
from graders.course import Module
from graders.finding.entries import Wanted
from graders.roster import Person
from graders.sections import EVERYBODY, Chosen
from graders.submission import LARGEST_NOTEBOOK, wanted_of


@dataclass(frozen=True)
class Request:
    module: Module
    out: Path
    people: Mapping[str, Person] | None = None
    source: Path | None = None
    """None: the repositories in the class list."""
    deadline: datetime | None = None
    late: bool = False
    """Whether what came after the deadline is taken as well, with its lateness."""
    branch: str = ""
    pushes: Pushes | None = None
    answers: Answers | None = None
    """What people said about names that could not be matched."""
    grace: timedelta = timedelta()
    """By how much a deadline may be missed and yet be met."""
    whose: Chosen = EVERYBODY
    """Of whom submissions are taken; all others keep what they have."""

    @property
    def wanted(self) -> Wanted:
        return wanted_of(self.module, LARGEST_NOTEBOOK)

    @property
    def cache(self) -> Path:
        return self.out / ".cache"

    @property
    def staging(self) -> Path:
        """Where a student's folder is made before it is moved into its place."""
        return self.cache / "staging"

    def folder(self, student: str) -> Path:
        return self.out / student / self.module.id

    def deadline_of(self, student: str, mates: Iterable[str] = ()) -> datetime | None:
        """The student's own deadline before everybody's; of those who hand in together the kindest."""
        deadlines = [self._own_deadline(each) for each in (student, *mates)]
        known = [each for each in deadlines if each is not None]
        return max(known) if len(known) == len(deadlines) else None

    def _own_deadline(self, student: str) -> datetime | None:
        person = (self.people or {}).get(student)
        return roster.moment(person.deadline) if person and person.deadline else self.deadline

    def team_of(self, student: str) -> tuple[str, ...]:
        """Who else is in the student's team by the class list."""
        people = self.people or {}
        team = people[student].team if student in people else ""
        return tuple(each.student for each in people.values() if team and each.team == team and each.student != student)
