"""Results into nbgrader: its gradebook, and the notebooks that its formgrader and feedback pages show.

An assignment per module holds one grade cell per rubric line (`m2.e1.correct` becomes `m2-e1-correct`) and, per
exercise, one solution cell (`m2-e1-code`) that shows the student's file and carries the comment; written answers have
a cell each, whose score is the humans'. The notebook of a student is made here, unless one was handed in (`stage`): then
`nbgrader autograde` makes it, with the verdicts of the same results (`plugins`), and here they are brought up to date.

The road has three steps: `read` says what is there, `decide` what shall be, `write` makes it so.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graders.course import Module
from graders.export.grades import check_results
from graders.export.nbgrader import class_list, notebooks
from graders.export.nbgrader.class_list import ClassList, Entered
from graders.export.nbgrader.decide import Decision, Refused, decide_cells, decide_submission
from graders.export.nbgrader.folder import CourseFolder, check_folder, opened
from graders.export.nbgrader.notebooks import Notebook
from graders.export.nbgrader.read import Book, read_cells, read_submission
from graders.export.nbgrader.student_ids import refusal
from graders.export.nbgrader.write import write_cells, write_source, write_submission
from graders.result import Result
from graders.text import count


@dataclass
class ExportReport:
    """What an export did. Student ids are in the order of the results."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    """Student id → one sentence; the other students were exported all the same."""
    manual_scores: int = 0
    extra_credits: int = 0
    manual_comments: int = 0
    """Scores, extra credits and comments that people had typed for these students; all are still there."""
    waiting: int = 0
    """Rubric lines that wait for a human in formgrader."""
    files: int = 0
    """Files written; 0 when everything was there already."""
    entered: Entered | None = None
    """What became of the class list, where there was one."""

    def add(self, decision: Decision, files: int) -> None:
        """A student, and how many files of theirs are different now."""
        (self.new if decision.is_new else self.changed if files or decision.is_moved else self.unchanged).append(
            decision.student
        )
        grades, comments = decision.rows.grades.values(), decision.rows.comments.values()
        self.files += files
        self.manual_scores += sum(row.manual is not None for row in grades)
        self.extra_credits += sum(row.extra is not None for row in grades)
        self.manual_comments += sum(row.manual is not None for row in comments)
        self.waiting += sum(row.waits for row in grades)

    def __str__(self) -> str:
        parts = [f"{len(self.new)} new", f"{len(self.changed)} changed", f"{len(self.unchanged)} unchanged"]
        if self.refused:
            parts.append(f"{len(self.refused)} refused")
        typed = {
            "manual score": self.manual_scores,
            "extra credit": self.extra_credits,
            "manual comment": self.manual_comments,
        }
        text = f"students: {', '.join(parts)}"
        if any(typed.values()):
            text += f"; kept {', '.join(count(number, noun) for noun, number in typed.items() if number)}"
        if self.waiting:
            text += f"; {count(self.waiting, 'line')} waiting for a human in formgrader"
        return text


def export(
    module: Module,
    results: list[Result],
    submissions: Mapping[str, Mapping[str, str]],
    course: Path,
    reveal_hidden: bool = False,
    notes: Mapping[str, Mapping[str, str]] = {},
    listed: ClassList | None = None,
) -> ExportReport:
    """Bring the gradebook and notebooks of the nbgrader course folder `course` up to date with `results`.

    `handins[student]` maps file names to their text as shown; of students who are not in it, notebooks go on showing the
    code they show. Doing it again changes nothing. With `reveal_hidden`, notebooks show what hidden checks tried; they
    reach students as nbgrader's feedback, so only after the key is out. `notes[student]` holds `timestamp.txt` and
    `submission_secret.txt`, as far as they lay beside the submission; `listed` is the class list with everybody's deadline.

    Raises ExportError before any grade is written when the results do not fit the module or the gradebook.
    """
    check_folder(course)
    check_results(module, results)
    report = ExportReport()
    with opened(course) as (folder, gradebook, files):
        blank = notebooks.handed_out(module)
        report.files += files + _prepare(module, folder, gradebook, blank)
        book = Book(gradebook, module)
        for result in results:
            student = result.student
            if why := refusal(student):
                report.refused[student] = why
                continue
            sources = submissions.get(student)
            there = read_submission(book, folder, student, notes.get(student, {}), sources is not None)
            try:
                decision = decide_submission(there, result, sources, blank, secrets.token_hex(64), reveal_hidden)
            except Refused as error:
                report.refused[student] = str(error)
                continue
            report.add(decision, write_submission(book, folder, decision))
        report.entered = class_list.enter(gradebook, folder, module, listed) if listed else None
    return report


def prepare(module: Module, course: Path, db_url: str = "") -> CourseFolder:
    """The course folder with its configuration, gradebook and the module's cells in it, also before anybody is graded.

    `db_url` says where a new gradebook is to be; SQLite in the folder if it does not. Raises ExportError.
    """
    with opened(course, db_url) as (folder, gradebook, _):
        _prepare(module, folder, gradebook, notebooks.handed_out(module))
    return folder


def enter(module: Module, course: Path, listed: ClassList) -> Entered:
    """The class list into the gradebook of a course folder that `prepare` made. Raises ExportError."""
    with opened(course) as (folder, gradebook, _):
        return class_list.enter(gradebook, folder, module, listed)


def _prepare(module: Module, folder: CourseFolder, gradebook: Any, blank: Notebook) -> int:
    """The module's cells and the instructor's notebook; returns how many files are different now."""
    write_cells(gradebook, module, decide_cells(module, read_cells(gradebook, module), blank))
    return write_source(module, folder)
