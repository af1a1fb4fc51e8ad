"""Class lists in the forms in which platforms hand them out, told by the names of their columns.

Canvas's gradebook export, Moodle's list of participants and its grading worksheet (also in German), Brightspace's and
Blackboard's gradebooks, Gradescope's roster, GitHub Classroom's and Classroom 50's (its wiki: "roster import"). Each
becomes the columns of our own form.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Form:
    platform: str
    tells: tuple[frozenset[str], ...]
    """Columns of which one set is in no other form."""
    columns: Mapping[str, str]
    """Which of our columns each stands for; `first` and `last` become `name`."""
    ids: tuple[str, ...]
    """Our columns from which the student's id is taken: the first that is filled in."""
    between: str = "; ?"
    """A pattern of what stands between several sections of one student."""


_LIST = "[;,] ?"
_SENTENCE = ",? (?:and|und|et|y|e|og|en|och) |[;,] ?"
"""Canvas lists sections as a sentence in the language of who exports: `student_section_names[…].sort.to_sentence` in
https://github.com/instructure/canvas-lms/blob/master/lib/gradebook_exporter.rb."""
_NAMES = {"first name": "first", "last name": "last", "surname": "last", "full name": "name", "name": "name"}
_GERMAN = {
    "vorname": "first",
    "nachname": "last",
    "vollständiger name": "name",
    "e-mail-adresse": "email",
    "id-nummer": "sis_id",
}
_GERMAN |= {"matrikelnummer": "sis_id", "anmeldename": "login", "nutzername": "login", "gruppen": "section", "id": "moodle_id"}
_MOODLE = _NAMES | _GERMAN | {"email address": "email", "id number": "sis_id", "username": "login", "groups": "section"}

_FORMS = (
    Form(
        "Canvas",
        (
            frozenset({"student", "id", "sis login id"}),
            frozenset({"student", "id", "sis user id"}),
            frozenset({"lastname", "firstname", "id", "section"}),
        ),
        {"student": "name", "lastname": "last", "firstname": "first", "id": "canvas_id"}
        | {"sis user id": "sis_id", "sis login id": "login", "section": "section"},
        ("login", "sis_id", "canvas_id"),
        _SENTENCE,
    ),
    Form(
        "Moodle",
        (frozenset({"identifier", "status"}), frozenset({"identifier", "full name"}), frozenset({"id", "vollständiger name"})),
        _MOODLE | {"identifier": "moodle_id"},
        ("login", "sis_id", "mail", "moodle_id"),
        _LIST,
    ),
    Form(
        "Brightspace",
        (frozenset({"orgdefinedid"}),),
        _NAMES | {"orgdefinedid": "sis_id", "username": "login", "email": "email", "section": "section", "sections": "section"},
        ("login", "sis_id"),
        _LIST,
    ),
    Form(
        "GitHub Classroom",
        (frozenset({"identifier", "github_username"}),),
        {"identifier": "sis_id", "github_username": "login", "name": "name"},
        ("sis_id", "login"),
    ),
    Form(
        "Classroom 50",
        (frozenset({"username", "first_name", "last_name"}),),
        {
            "username": "login",
            "first_name": "first",
            "last_name": "last",
            "email": "email",
            "section": "section",
            "role": "role",
        },
        ("login",),
    ),
    Form(
        "Gradescope",
        (frozenset({"sid", "email"}),),
        _NAMES | {"sid": "sis_id", "email": "email", "section": "section", "sections": "section", "role": "role"},
        ("sis_id", "mail"),
        _LIST,
    ),
    Form(
        "Blackboard",
        (
            frozenset({"username", "last name", "first name", "student id"}),
            frozenset({"username", "last name", "availability"}),
        ),
        _NAMES | {"username": "login", "student id": "sis_id"},
        ("login", "sis_id"),
    ),
    Form(
        "Moodle",
        (
            frozenset({"first name", "last name", "email address"}),
            frozenset({"first name", "surname", "email address"}),
            frozenset({"vorname", "nachname", "e-mail-adresse"}),
        ),
        _MOODLE,
        ("login", "sis_id", "mail"),
        _LIST,
    ),
)
_NOBODY = re.compile(r"points possible.*|student, test|test student", re.IGNORECASE)
"""Rows of Canvas that are no students."""
_ASSISTANTS = {"ta", "teaching assistant", "reader"}
_NO_GROUP = re.compile(r"no groups|keine gruppen|-", re.IGNORECASE)
"""What Moodle lists for who is in no group: `groupsnone` in its language files."""


def form_of(columns: Sequence[str]) -> Form | None:
    """The platform's form with these columns, in small letters; None for one's own."""
    there = set(columns)
    return next((form for form in _FORMS for tell in form.tells if tell <= there), None)


def translated(form: Form, row: Mapping[str, str]) -> dict[str, str]:
    """A row in our columns; nothing for one that is no student's."""
    ours = _renamed(form, row)
    if _NO_GROUP.fullmatch(ours.get("section", "")) and form.platform == "Moodle":
        del ours["section"]
    if "moodle_id" in ours:
        # "Participant 1234", in Moodle's own language.
        ours["moodle_id"] = ours["moodle_id"].rpartition(" ")[2]
    if _NOBODY.fullmatch(ours.get("name", "")) or ours.pop("role", "student").lower() != "student":
        return {}
    keys = ours | {"mail": ours.get("email", "").partition("@")[0]}
    student = next((keys[name] for name in form.ids if keys.get(name)), "")
    if form.platform == "Canvas" and not student:
        return {}  # the row that says which assignments are posted by hand
    return {"student": student} | ours


def assistant(form: Form, row: Mapping[str, str]) -> tuple[str, str] | None:
    """(name, section) of a teaching assistant, of whom Gradescope and Classroom 50 list rows beside the students'."""
    ours = _renamed(form, row)
    who = ours.get("name") or ours.get("login") or ours.get("email", "")
    return (who, ours.get("section", "")) if ours.get("role", "").lower() in _ASSISTANTS and who else None


def _renamed(form: Form, row: Mapping[str, str]) -> dict[str, str]:
    """What a row says, under our names."""
    ours: dict[str, str] = {}
    for column, value in row.items():
        if (name := form.columns.get(column)) and value:
            # Brightspace writes # before ids, so that spreadsheets leave them alone.
            ours.setdefault(name, value.removeprefix("#") if form.platform == "Brightspace" else value)
    if "first" in ours or "last" in ours:
        ours.setdefault("name", f"{ours.pop('first', '')} {ours.pop('last', '')}".strip())
    return ours


def sections_apart(texts: Collection[str], between: str) -> dict[str, tuple[str, ...]]:
    """The names of sections in each of these cells.

    A name may hold what stands between two. So a cell is taken apart only where one of its parts stands in another, too.
    """
    parts = {text: tuple(part.strip() for part in re.split(between, text) if part.strip()) for text in texts}
    cells = Counter(part for each in parts.values() for part in set(each))
    return {text: each if any(cells[part] > 1 for part in each) else (text,) for text, each in parts.items()}
