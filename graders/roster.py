"""The class list: a CSV file with one row per student. Only the first column below is needed.

student      the id used everywhere: folder name, gradebook, exports
name, email
section      whom they are taught with; several with ; between
login, sis_id, canvas_id     as Canvas exports them
moodle_id    the "Identifier" of Moodle's grading worksheet, by which it calls those whose names it hides
team         who hands in together
repository   where `collect` finds a student's fork: a path or URL that git can read
deadline     that student's own instead of everybody's, ISO 8601 with its time zone: 2026-11-20T23:59+01:00, or, by name,
             2026-11-20T23:59 Europe/Berlin
nickname     shown on the leaderboard; empty: not shown

Whoever is not listed is still graded; exports then know the id only.
"""

import contextlib
import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from graders import class_lists

_RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(10))}
"""https://learn.microsoft.com/windows/win32/fileio/naming-a-file"""
BETWEEN = ";"
"""Stands between several sections of one student."""
LONGEST_ID = 200
"""Bytes of a student's id: files are called so, with more behind it, and a file name has 255."""


_ZONED = re.compile(r"(?P<time>\d{4}-\d\d-\d\d.*?)[ \[]+(?P<zone>UTC|[A-Z][A-Za-z_]*(?:/[A-Za-z_+\-0-9]+)+)\]?")
"""A date with the name of a time zone, behind a space or in brackets. Abbreviations such as CST mean several."""


class RosterError(Exception):
    """The class list cannot be read, in one sentence with file and line."""


@dataclass(frozen=True)
class Person:
    student: str
    name: str = ""
    email: str = ""
    section: str = ""
    login: str = ""
    sis_id: str = ""
    canvas_id: str = ""
    moodle_id: str = ""
    team: str = ""
    repository: str = ""
    deadline: str = ""
    nickname: str = ""

    @property
    def sections(self) -> tuple[str, ...]:
        """The names of the sections: none, one or several."""
        return tuple(dict.fromkeys(" ".join(name.split()) for name in self.section.split(BETWEEN) if name.strip()))


def read(path: Path) -> dict[str, Person]:
    """Everybody by id, in the order of the file; columns in any order, unknown ones ignored, commas or semicolons.

    A platform's own list is read as it is; see class_lists. Raises RosterError for a file that cannot be read or is no list of
    students, an empty or repeated id, and a deadline that is no date or has no time zone.
    """
    known = {field.name for field in fields(Person)}
    people: dict[str, Person] = {}
    columns = [name.strip().lower() for name in _reader(path).fieldnames or ()]
    form = class_lists.form_of(columns)
    if form is None and "student" not in columns:
        raise RosterError(f"{path} line 1: there is no column called student, and it is no platform's list of students")
    for where, given in rows(path):
        values = class_lists.translated(form, given) if form else given
        if not any(values.get(name) for name in known):
            continue
        person = Person(**{name: value for name, value in values.items() if name in known})
        _check(person, people, where)
        people[person.student] = person
    return _in_sections(people, form.between) if form else people


def assistants(path: Path) -> list[tuple[str, str]]:
    """(name, section) of those whom a platform's list calls teaching assistants; one's own list has students only."""
    form = class_lists.form_of([name.strip().lower() for name in _reader(path).fieldnames or ()])
    found = [class_lists.assistant(form, given) for _, given in rows(path)] if form else []
    return [(name, each) for name, section in filter(None, found) for each in Person("", section=section).sections]


def _in_sections(people: Mapping[str, Person], between: str) -> dict[str, Person]:
    """Everybody with the names of their sections as our own lists have them."""
    apart = class_lists.sections_apart({person.section for person in people.values() if person.section}, between)
    names = {text: f"{BETWEEN} ".join(parts) for text, parts in apart.items()} | {"": ""}
    return {student: replace(person, section=names[person.section]) for student, person in people.items()}


def rows(path: Path, *needed: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows of a CSV file as spreadsheets write it, by column in small letters, each with its file and line.

    Raises RosterError for a file that cannot be read, is no text or lacks one of the columns needed.
    """
    reader = _reader(path)
    try:
        names = {name: name.strip().lower() for name in reader.fieldnames or ()}
        for column in needed:
            if column not in names.values():
                raise RosterError(f"{path} line 1: there is no column called {column}")
        for row in reader:
            yield f"{path} line {reader.line_num}", {names[key]: _clean(value) for key, value in row.items() if key in names}
    except csv.Error as error:
        raise RosterError(f"{path} after line {reader.line_num}: {error}") from None


def _reader(path: Path) -> "csv.DictReader[str]":
    try:
        content = path.read_bytes()
    except OSError as error:
        raise RosterError(f"{path} cannot be read: {error.strerror}") from None
    text = _text(path, content)
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    return csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _text(path: Path, content: bytes) -> str:
    """In whatever encoding: UTF-8, UTF-16 as Blackboard and Excel's "Unicode text" have it, or Western European Windows."""
    if content.startswith(b"PK"):
        raise RosterError(f"{path} is a spreadsheet, not text: save it as “CSV UTF-8”")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        tries = ["utf-16"]
    elif b"\0" in content:
        tries = ["utf-16-le" if content[1:2] == b"\0" else "utf-16-be"]
    else:
        tries = ["utf-8-sig", "cp1252"]
    for encoding in tries:
        with contextlib.suppress(UnicodeDecodeError):
            return content.decode(encoding)
    raise RosterError(f"{path} is neither UTF-8 nor UTF-16 nor from Windows: save it as “CSV UTF-8”")


def moment(text: str) -> datetime:
    """A point in time from ISO 8601 with its time zone, as an offset or by name: 2026-11-20T23:59 Europe/Berlin.

    Without one, nobody knows which hour is meant. Raises ValueError with a sentence.
    """
    found = _ZONED.fullmatch(text.strip())
    try:
        when = datetime.fromisoformat(found["time"] if found else text)
    except ValueError:
        raise ValueError(f"{text!r} is no date such as 2026-11-20T23:59+01:00") from None
    if found:
        return _in_zone(when, found["zone"], text)
    if when.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone: write it like 2026-11-20T23:59+01:00, or 2026-11-20T23:59 Europe/Berlin")
    return when


def _in_zone(when: datetime, name: str, text: str) -> datetime:
    try:
        zone = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"{text!r}: this machine knows no time zone {name}: write the offset, such as +01:00") from None
    if when.tzinfo:
        if when.utcoffset() != when.replace(tzinfo=zone).utcoffset():
            raise ValueError(f"{text!r} says two time zones that differ: write one of them")
        return when
    first, second = (when.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    if first != second:
        raise ValueError(f"{text!r}: the clocks of {name} are changed at that hour: write the offset, such as +01:00")
    return when.replace(tzinfo=zone)


def _clean(value: str | None) -> str:
    return unicodedata.normalize("NFC", value or "").strip()


def no_folder(student: str) -> str:
    """Why no folder can be called so, on any system; empty when one can."""
    if odd := next((each for each in student if each in '/\\<>:"|?*' or unicodedata.category(each) == "Cc"), ""):
        return f" everywhere, because of {odd!r}"
    if student.startswith("."):
        return ": it would be hidden"
    if student.endswith((".", " ")):
        return " on Windows, which drops a dot at the end"
    if student.partition(".")[0].upper() in _RESERVED:
        return " on Windows, which keeps that name for itself"
    if len(student.encode()) > LONGEST_ID:
        return f": it has more than {LONGEST_ID} bytes"
    return ""


def _check(person: Person, people: Mapping[str, Person], where: str) -> None:
    if not person.student:
        raise RosterError(f"{where}: the student's id is missing")
    if person.student in people:
        raise RosterError(f"{where}: {person.student} is listed twice")
    alike = next((other for other in people if other.casefold() == person.student.casefold()), None)
    if alike:
        raise RosterError(f"{where}: {person.student} and {alike} differ in upper and lower case only")
    if why := no_folder(person.student):
        raise RosterError(f"{where}: {person.student[:60]!r} cannot be a folder name{why}: choose another id")
    if person.deadline:
        try:
            moment(person.deadline)
        except ValueError as error:
            raise RosterError(f"{where}: {error}") from None
