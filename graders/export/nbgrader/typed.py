"""What people typed in formgrader, and what nbgrader takes off for lateness, as plain values by student."""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graders.course import Module
from graders.export import messages
from graders.export.grades import ExportError
from graders.export.nbgrader.folder import CONFIG, CourseFolder, opened
from graders.export.nbgrader.read import Book, read_cells, read_comments, read_grades
from graders.result import Points, whole


@dataclass(frozen=True)
class Score:
    """What somebody typed into a cell."""

    typed: Points | None = None
    extra: Points = 0
    waits: bool = False
    """Whether a written answer is still to be read."""
    flagged: bool = False
    """Whether formgrader says that somebody has to look."""


@dataclass(frozen=True)
class Typed:
    """What the gradebook knows of a student that the graders do not."""

    scores: Mapping[str, Score] = field(default_factory=dict)
    """By the name of the cell; so are the comments."""
    comments: Mapping[str, str] = field(default_factory=dict)
    penalty: Points = 0
    page: str = ""
    """What formgrader's page of the student's notebook is called."""


def read(module: Module, course: Path) -> dict[str, Typed]:
    """By student, of all who are in the gradebook; nothing where there is no course folder yet.

    Raises ExportError where it cannot be read.
    """
    if not (course / CONFIG).is_file():
        return {}
    with opened(course, may_be_new=False) as (folder, gradebook, _):
        if not read_cells(gradebook, module).has_notebook:
            if folder.has_memory(module.id):
                raise ExportError(messages.gradebook_is_gone(folder.db_url))
            return {}
        book = Book(gradebook, module)
        late = _late_plugin(folder)
        return {student: _typed(book, folder, student, late) for student in book.submissions}


def _typed(book: Book, folder: CourseFolder, student: str, late: Any) -> Typed:
    handed_in = (folder.submitted(student, book.module) / f"{book.module.id}.ipynb").exists()
    scores = {
        name: Score(
            None if row.manual is None else whole(row.manual),
            whole(row.extra or 0),
            # One that was handed in and that nbgrader has not seen yet has no score and does not wait, either.
            row.manual is None and (row.waits or (row.auto is None and handed_in)),
            row.waits,
        )
        for name, row in read_grades(book.grades.get(student, {})).items()
    }
    comments = {
        name: row.manual.strip()
        for name, row in read_comments(book.comments.get(student, {})).items()
        if row.manual and row.manual.strip()
    }
    submission = book.submissions[student]
    page = next((str(each.id) for each in submission.notebooks if each.name == book.module.id), "")
    return Typed(scores, comments, _penalty(submission, late), page)


def _penalty(submission: Any, late: Any) -> Points:
    """Points off, never more than there are: what `nbgrader export` would say now."""
    score = sum(notebook.score for notebook in submission.notebooks)
    off = sum(points_off(submission, notebook, late) or 0.0 for notebook in submission.notebooks)
    return whole(max(0.0, min(off, score)))


def points_off(submission: Any, notebook: Any, late: Any) -> float | None:
    """What `late`, by nbgrader's configuration, takes off a notebook as of now; None for one that is not late."""
    seconds = submission.total_seconds_late
    return late.late_submission_penalty(submission.student_id, notebook.score, seconds) if seconds else None


def _late_plugin(folder: CourseFolder) -> Any:
    """Who counts points off, by nbgrader's configuration."""
    AssignLatePenalties = importlib.import_module("nbgrader.preprocessors").AssignLatePenalties
    late = AssignLatePenalties(config=folder.settings)
    late.init_plugin()
    return late.plugin_inst
