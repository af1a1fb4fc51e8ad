"""The sections of a class: who is in which, who teaches it, and which of them a command is about.

The names stand in the class list. Who teaches which section is said by `sections.csv`, with the columns section and ta, or by
a platform's list that has rows for teaching assistants; where nobody says it, nothing is missing but a name.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from graders import roster
from graders.roster import Person, RosterError
from graders.text import harmless

FILE = Path("sections.csv")
FOLDER = "sections"
"""Where pages and lists of single sections lie, a folder for each."""
NONE = "none"
"""What `--section` calls those who are in no section."""
NO_SECTION = "no section"
_LONGEST = 60  # characters of a folder's name


@dataclass(frozen=True)
class Section:
    name: str
    folder: str
    """What its folder is called."""
    students: tuple[str, ...]
    """Of the class list, in its order."""
    tas: tuple[str, ...] = ()
    elsewhere: frozenset[str] | None = None
    """Of those in no section: who is in one. Whoever is not on the class list is in none, either."""

    def has(self, student: str) -> bool:
        return student in self.students if self.elsewhere is None else student not in self.elsewhere


@dataclass(frozen=True)
class Chosen:
    """Whom a command is about: these sections, or everybody."""

    sections: tuple[Section, ...] = ()

    def __bool__(self) -> bool:
        """Whether it is not everybody."""
        return bool(self.sections)

    def has(self, student: str) -> bool:
        return not self.sections or any(section.has(student) for section in self.sections)

    @property
    def name(self) -> str:
        return " and ".join(harmless(section.name, 80) for section in self.sections)

    def among(self, people: Mapping[str, Person]) -> dict[str, Person]:
        """Those of the class list whom it is about."""
        return {student: person for student, person in people.items() if self.has(student)}

    def inside(self, folder: Path) -> Path:
        """Where what is about them lies, so that nothing about others is written over."""
        return folder / FOLDER / "+".join(section.folder for section in self.sections) if self.sections else folder


EVERYBODY = Chosen()


def sections(people: Mapping[str, Person], teachers: Iterable[tuple[str, str]] = ()) -> list[Section]:
    """All sections of the class list in order of their names, last those in none; empty where it names no section.

    `teachers` are (name of the TA, name of the section). Names that differ in case only are one.
    """
    members: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for person in people.values():
        for name in person.sections:
            names.setdefault(_key(name), name)
            if person.student not in members.setdefault(_key(name), []):
                members[_key(name)].append(person.student)
    if not names:
        return []
    tas: dict[str, dict[str, None]] = {}
    for ta, name in teachers:
        tas.setdefault(_key(name), {})[ta] = None
    found: list[Section] = []
    used = {NO_SECTION.replace(" ", "-")}
    for key in sorted(names, key=_naturally):
        folder = _folder(key, used)
        found.append(Section(names[key], folder, tuple(members[key]), tuple(tas.get(key, ()))))
    elsewhere = frozenset(student for section in found for student in section.students)
    without = tuple(student for student in people if student not in elsewhere)
    nobodys = Section(NO_SECTION, NO_SECTION.replace(" ", "-"), without, tuple(tas.get(NONE, ())), elsewhere)
    return [*found, nobodys]


def chosen(wanted: Sequence[str], people: Mapping[str, Person], where: str) -> Chosen:
    """The sections of these names. Raises RosterError for one that is not there, with those that are."""
    there = sections(people)
    if wanted and not there:
        raise RosterError(f"{where} names no section: it needs a column section")
    by_name = {NONE: there[-1]} if there else {}
    by_name |= {_key(section.name): section for section in reversed(there)}
    if unknown := next((name for name in wanted if _key(name) not in by_name), None):
        named = ", ".join(harmless(section.name, 60) for section in there[:-1])
        raise RosterError(f"there is no section {harmless(unknown, 60)!r} in {where}: there are {named}, and {NONE}")
    return Chosen(tuple(dict.fromkeys(by_name[_key(name)] for name in wanted)))


def teachers(path: Path | None, class_list: Path | None) -> list[tuple[str, str]]:
    """(name of the TA, name of the section), of the file and of the class list. Raises RosterError for a file that is not one.

    Without a path it is `sections.csv`, where there is one.
    """
    file = path or (FILE if FILE.is_file() else None)
    said = [(row["ta"], row["section"]) for _, row in roster.rows(file, "section", "ta")] if file else []
    listed = roster.assistants(class_list) if class_list else []
    return [(ta.strip(), name) for each, name in [*said, *listed] for ta in each.split(roster.BETWEEN) if ta.strip() and name]


def strangers(there: Sequence[Section], teachers: Iterable[tuple[str, str]]) -> list[str]:
    """Sections that have a teacher and that nobody on the class list is in."""
    known = {NONE, *(_key(section.name) for section in there)}
    return list(dict.fromkeys(name for _, name in teachers if _key(name) not in known))


def _key(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split()).casefold()


def _naturally(key: str) -> list[tuple[int, str]]:
    """Lab 2 before Lab 10."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", key) if part]


def _folder(key: str, used: set[str]) -> str:
    """A folder's name on every system, like the section's and like no other's; adds it to those used."""
    plain = re.sub(r"\W+", "-", key).strip("-")[:_LONGEST].strip("-") or "section"
    safe = plain if not roster.no_folder(plain) else f"section-{plain}"
    numbered = [safe, *(f"{safe}-{number}" for number in range(2, len(used) + 3))]
    folder = next(each for each in numbered if each not in used)
    used.add(folder)
    return folder
