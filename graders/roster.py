"""The class list: a CSV file with one row per student. Only the first column below is needed.

student      the id used everywhere: folder name, gradebook, exports
name, email, section
login, sis_id, canvas_id     as Canvas exports them
moodle_id    the "Identifier" of Moodle's grading worksheet, by which it calls those whose names it hides
team         who hands in together
repository   where `collect` finds a student's fork: a path or URL that git can read
deadline     that student's own, ISO 8601 with its time zone (2026-11-20T23:59+01:00), instead of everybody's
nickname     shown on the leaderboard; empty: not shown

Whoever is not listed is still graded; exports then know the id only.
"""

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path

_RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(10))}
"""https://learn.microsoft.com/windows/win32/fileio/naming-a-file"""
LONGEST_ID = 200
"""Bytes of a student's id: files are called so, with more behind it, and a file name has 255."""


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


def read(path: Path) -> dict[str, Person]:
    """Everybody by id, in the order of the file; columns in any order, unknown ones ignored, commas or semicolons.

    Raises RosterError for a file that is not UTF-8 or has no column `student`, an empty or repeated id, and a deadline
    that is no date or has no time zone.
    """
    known = {field.name for field in fields(Person)}
    people: dict[str, Person] = {}
    for where, values in rows(path, "student"):
        person = Person(**{name: value for name, value in values.items() if name in known})
        if not any(person.__dict__.values()):
            continue
        _check(person, people, where)
        people[person.student] = person
    return people


def rows(path: Path, *needed: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows of a CSV file as spreadsheets write it, by column in small letters, each with its file and line.

    Raises RosterError for a file that cannot be read, is not UTF-8 or lacks one of the columns needed.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise RosterError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise RosterError(f"{path} is not UTF-8: save it as “CSV UTF-8”") from None
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = {name: name.strip().lower() for name in reader.fieldnames or ()}
        for column in needed:
            if column not in names.values():
                raise RosterError(f"{path} line 1: there is no column called {column}")
        for row in reader:
            yield f"{path} line {reader.line_num}", {names[key]: _clean(value) for key, value in row.items() if key in names}
    except csv.Error as error:
        raise RosterError(f"{path} after line {reader.line_num}: {error}") from None


def moment(text: str) -> datetime:
    """A point in time from ISO 8601 with its time zone: without one, nobody knows which hour is meant.

    Raises ValueError with a sentence.
    """
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is no date such as 2026-11-20T23:59+01:00") from None
    if when.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone: write it like 2026-11-20T23:59+01:00")
    return when


def _clean(value: str | None) -> str:
    return unicodedata.normalize("NFC", value or "").strip()


def _no_folder(student: str) -> str:
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
    if why := _no_folder(person.student):
        raise RosterError(f"{where}: {person.student[:60]!r} cannot be a folder name{why}: choose another id")
    if person.deadline:
        try:
            moment(person.deadline)
        except ValueError as error:
            raise RosterError(f"{where}: {error}") from None
