"""What platforms call the parts of their "download all submissions", as their own code or those who read it say.

- Canvas: lib/content_zipper.rb of https://github.com/instructure/canvas-lms (get_filename, add_upload_submission).
- Moodle: mod/assign/classes/downloader.php of https://github.com/moodle/moodle (get_student_prefix), from 4.1 on; before that
  mod/assign/locallib.php, where a group's name stands before each of its members'.
- Blackboard: https://github.com/kwurst/bb-file-cleanup, whose README describes both kinds of file.
- Brightspace: what scripts on GitHub that sort such downloads expect, as in `397063-2557369 - Mary-Ann Smith - Sep 24, 2024
  926 PM` and, for single files, `271836-442356 - Blake Payne - Dec 5, 2024 1149 AM - CatacombCrawler.zip`.
- Gradescope: the submission_metadata.yml that several programs on GitHub read (keys `:submitters`, `:name`, `:sid`, `:email`,
  `:created_at`, `:history`). It is not documented.
- Google Classroom: files in a folder of Drive, called as their owner and the file. Not documented either.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from graders.roster import Person


@dataclass(frozen=True)
class Student:
    first: str
    last: str
    person: Person
    """As in the class list."""

    @property
    def full(self) -> str:
        return f"{self.first} {self.last}"


def canvas(student: Student, file: str, upload: int, late: bool = False, called: str = "") -> str:
    """`leeann_LATE_4001_90001_e1.py`; `called` is a group's name where groups hand in."""
    return f"{_canvas_start(student, late, called)}_{upload}_{_canvas_file(file)}"


def canvas_typed(student: Student, kind: str = "text", late: bool = False) -> str:
    """A text that was typed in, or a "link"."""
    return f"{_canvas_start(student, late, '')}_{kind}.html"


def canvas_anonymous(hidden: str, file: str, upload: int, late: bool = False) -> str:
    return f"{'LATE_' if late else ''}anon_{hidden}_{upload}_{_canvas_file(file)}"


def _canvas_start(student: Student, late: bool, called: str) -> str:
    sortable = called or f"{student.last}, {student.first}"
    name = re.sub(r"_(\d+)_", r"\1", sortable).lower()
    return re.sub(r"\W", "", f"{name}{'_LATE' if late else ''}_{student.person.canvas_id}")


def _canvas_file(name: str) -> str:
    return re.sub(r'[\0/\\:*?"<>|]+', "_", name)


def moodle(student: Student, plugin: str = "file", called: str = "", number: str = "") -> str:
    """A student's folder; `called` is "Participant" in blind marking, or a group's name where groups hand in."""
    name = (called or student.full).replace("_", " ")
    return _moodle_clean(f"{name}_{number or student.person.moodle_id}_assignsubmission_{plugin}")


def moodle_file(student: Student, file: str) -> str:
    """The same without folders."""
    return _moodle_clean(f"{moodle(student)}_{file}")


def moodle_before(student: Student, group: str = "", called: str = "") -> str:
    """Moodle 3: with a `_` at the end, and the group before the name."""
    name = f"{group}-{called or student.full}" if group else called or student.full
    return _moodle_clean(f"{name.replace('_', ' ')}_{student.person.moodle_id}_assignsubmission_file_")


MOODLES_DEFAULT_GROUP = "Default group_assignsubmission_file"
"""Of all who are in no group, where groups hand in; it has no number."""


def _moodle_clean(name: str) -> str:
    return re.sub(r"[\x00-\x1f&<>\"`|':\\/]", "", name)


def blackboard(login: str, time: datetime, file: str = "", assignment: str = "Homework 2") -> str:
    """A file, or without one the receipt."""
    start = f"{assignment}_{login}_attempt_{time:%Y-%m-%d-%H-%M-%S}"
    return f"{start}_{file}" if file else f"{start}.txt"


def brightspace(called: str, one: int, two: int, time: datetime, file: str = "") -> str:
    """A folder, or a single file."""
    folder = f"{one}-{two} - {called} - {time:%b} {time.day}, {time.year} {time.hour % 12 or 12}{time:%M %p}"
    return f"{folder} - {file}" if file else folder


def gradescope(submissions: Iterable[tuple[int, Sequence[Student], datetime]]) -> str:
    """submission_metadata.yml."""
    lines = ["---"]
    for number, students, time in submissions:
        lines += [f"submission_{number}:", "  :submitters:"]
        for each in students:
            lines += [f'  - :name: "{each.full}"', f"    :sid: '{each.person.sis_id}'", f"    :email: {each.person.email}"]
        lines += [f"  :created_at: {time:%Y-%m-%d %H:%M:%S}.123456789 Z", "  :score: 3.0"]
    return "\n".join(lines) + "\n"


def google_classroom(student: Student, file: str) -> str:
    return f"{student.full} - {file}"
