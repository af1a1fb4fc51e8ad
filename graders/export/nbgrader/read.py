"""First step of the road into the gradebook: what is there, in the gradebook and the course folder, as plain values."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from graders.course import Module
from graders.export.nbgrader import memory, notebooks
from graders.export.nbgrader.folder import CourseFolder
from graders.export.nbgrader.moments import hand_in_time, moment_of
from graders.export.nbgrader.notebooks import MARK, Notebook
from graders.submission import SECRET, STAMP


@dataclass(frozen=True)
class Cells:
    """What the gradebook knows of a module's cells."""

    points: Mapping[str, float] = field(default_factory=dict)
    """Of those that are graded, by name."""
    solutions: frozenset[str] = frozenset()
    has_tasks: bool = False
    has_notebook: bool = False
    is_used: bool = False
    """Whether the assignment has notebooks or submissions."""


@dataclass(frozen=True)
class Grade:
    """A cell's score: the automatic half is ours, the manual half is the humans'."""

    auto: float | None = None
    waits: bool = False
    """Whether formgrader says that it needs a human."""
    manual: float | None = None
    extra: float | None = None


@dataclass(frozen=True)
class Comment:
    auto: str | None = None
    manual: str | None = None


@dataclass(frozen=True)
class Shown:
    """The notebook that formgrader shows of a student."""

    path: Path
    mark: Mapping[str, Any] | None
    """Our key in it; None: it is not from here."""
    notebook: Notebook | None = None
    """Itself, where it goes on being shown."""
    trouble: str = ""
    """Why it cannot be read."""


@dataclass(frozen=True)
class Present:
    """What is there of one student."""

    student: str
    grades: Mapping[str, Grade]
    """By the name of the cell; so are the comments."""
    comments: Mapping[str, Comment]
    cells: frozenset[str]
    """The cells that should have a row."""
    is_new: bool = True
    """Whether there is no submission of this student's in the gradebook."""
    timestamp: datetime | None = None
    lines: Mapping[str, Any] = field(default_factory=dict)
    """What the rows showed last: rubric line → [state, points]."""
    is_handed_in: bool = False
    """Whether a notebook was handed in, from which `nbgrader autograde` makes the one shown."""
    handed_in: datetime | None = None
    """When, by the course folder."""
    has_stamp: bool = False
    secret: bytes | None = None
    notes: Mapping[str, str] = field(default_factory=dict)
    """What lay beside the submission, as far as nbgrader can read it: its stamp, its secret."""
    notes_time: datetime | None = None
    shown: Shown | None = None
    returned: frozenset[str] = frozenset()
    """The names of what lies beside the notebook that is shown."""


class Book:
    """The gradebook's rows of one module, read in a few queries instead of some per student."""

    def __init__(self, gradebook: Any, module: Module) -> None:
        from nbgrader.api import Comment, Grade, Student, SubmittedAssignment, SubmittedNotebook  # type: ignore[import-untyped]

        self.gradebook, self.db, self.module = gradebook, gradebook.db, module
        notebook = gradebook.find_notebook(module.id, module.id)
        self.cells = {cell.id: str(cell.name) for cell in [*notebook.grade_cells, *notebook.solution_cells]}
        self.names = frozenset(self.cells.values())
        self.students = {row.id for row in self.db.query(Student.id)}
        self.submissions: dict[str, Any] = {}
        self.grades: dict[str, dict[str, Any]] = {}
        self.comments: dict[str, dict[str, Any]] = {}
        owner: dict[str, str] = {}
        query = self.db.query(SubmittedAssignment, SubmittedNotebook.id).join(
            SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id
        )
        for submission, notebook_id in query.filter(SubmittedNotebook.notebook_id == notebook.id):
            self.submissions[submission.student_id] = submission
            owner[notebook_id] = submission.student_id
        for table, rows in ((Grade, self.grades), (Comment, self.comments)):
            query = self.db.query(table).join(SubmittedNotebook, SubmittedNotebook.id == table.notebook_id)
            for row in query.filter(SubmittedNotebook.notebook_id == notebook.id):
                rows.setdefault(owner[row.notebook_id], {})[self.cells[row.cell_id]] = row


def read_cells(gradebook: Any, module: Module) -> Cells:
    """What the gradebook has of a module before anything is written."""
    from nbgrader.api import MissingEntry

    try:
        assignment = gradebook.find_assignment(module.id)
    except MissingEntry:
        return Cells()
    notebook = next((each for each in assignment.notebooks if each.name == module.id), None)
    is_used = bool(assignment.notebooks or assignment.submissions)
    if notebook is None:
        return Cells(is_used=is_used)
    points = {str(cell.name): cell.max_score for cell in notebook.grade_cells}
    solutions = frozenset(str(cell.name) for cell in notebook.solution_cells)
    return Cells(points, solutions, bool(notebook.task_cells), True, is_used)


def read_submission(book: Book, folder: CourseFolder, student: str, notes: Mapping[str, str], has_code: bool) -> Present:
    """What is there of a student, whose id nbgrader can hold; `notes` lay beside the submission.

    With `has_code` the student's files are at hand, so that nothing has to be read out of the notebook that is shown.
    """
    module, row = book.module, book.submissions.get(student)
    submitted, notebook = folder.submitted(student, module), folder.notebook(student, module)
    is_handed_in = (submitted / f"{module.id}.ipynb").exists()
    times = {name: moment_of(text) for name, text in notes.items() if name == STAMP}
    secret = submitted / SECRET
    return Present(
        student,
        read_grades(book.grades.get(student, {})),
        read_comments(book.comments.get(student, {})),
        book.names,
        is_new=row is None,
        timestamp=row.timestamp if row else None,
        lines=memory.remembered(folder.memory(student, module.id)).get("lines", {}),
        is_handed_in=is_handed_in,
        handed_in=hand_in_time(submitted / STAMP),
        has_stamp=(submitted / STAMP).exists(),
        secret=secret.read_bytes() if secret.is_file() else None,
        notes={name: text for name, text in notes.items() if name != STAMP or times[name]},
        notes_time=times.get(STAMP),
        shown=_shown(notebook, is_handed_in or not has_code) if notebook.exists() else None,
        returned=files_beside(notebook),
    )


def read_grades(rows: Mapping[str, Any]) -> dict[str, Grade]:
    return {
        name: Grade(row.auto_score, bool(row.needs_manual_grade), row.manual_score, row.extra_credit)
        for name, row in rows.items()
    }


def read_comments(rows: Mapping[str, Any]) -> dict[str, Comment]:
    return {name: Comment(row.auto_comment, row.manual_comment) for name, row in rows.items()}


def files_beside(notebook: Path) -> frozenset[str]:
    """Which of the files that `nbgrader release_feedback` looks for lie there."""
    return frozenset(name for name in (STAMP, SECRET) if notebook.with_name(name).exists())


def mark_of(notebook: Path) -> Mapping[str, Any] | None:
    """Our key in a notebook; None where it has none, or is none."""
    try:
        mark = json.loads(notebook.read_bytes())["metadata"][MARK]
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None
    return mark if isinstance(mark, dict) else None


def _shown(path: Path, stays: bool) -> Shown:
    mark = mark_of(path)
    if mark is None or not stays:
        return Shown(path, mark)
    try:
        return Shown(path, mark, notebooks.read(path))
    except ValueError as error:
        return Shown(path, mark, trouble=str(error))
