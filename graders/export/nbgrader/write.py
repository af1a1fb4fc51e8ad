"""Third step of the road into the gradebook: what was decided becomes rows and files, and nothing else is touched."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from graders.course import Module
from graders.export.nbgrader import memory, notebooks
from graders.export.nbgrader.decide import Decision, Rows
from graders.export.nbgrader.folder import CourseFolder
from graders.export.nbgrader.notebooks import KERNEL, Cell
from graders.export.nbgrader.read import Book, mark_of
from graders.result import write_if_changed
from graders.submission import STAMP


def write_cells(gradebook: Any, module: Module, new: Sequence[Cell]) -> None:
    """All in one transaction: a gradebook with half the cells would be refused for ever."""
    if not new:
        return
    from nbgrader.api import (  # type: ignore[import-untyped]
        Assignment,
        GradeCell,
        MissingEntry,
        Notebook,
        SolutionCell,
        SourceCell,
    )

    try:
        assignment = gradebook.find_assignment(module.id)
    except MissingEntry:
        assignment = Assignment(name=module.id, course_id=gradebook.course_id)
    notebook = Notebook(name=module.id, assignment=assignment, kernelspec=json.dumps(KERNEL))
    gradebook.db.add(notebook)
    for cell in new:
        meta = cell["metadata"]["nbgrader"]
        identity = {"name": meta["grade_id"], "notebook": notebook}
        kind = {"cell_type": meta["cell_type"]}
        if meta["grade"]:
            gradebook.db.add(GradeCell(max_score=float(meta["points"]), **kind, **identity))
        if meta["solution"]:
            gradebook.db.add(SolutionCell(**identity))
        # What `generate_assignment` would record: it takes no cells, not even these, once there are submissions.
        about = {"locked": meta["locked"], "source": cell["source"], "checksum": meta["checksum"]}
        gradebook.db.add(SourceCell(**about, **kind, **identity))
    gradebook.db.commit()


def write_source(module: Module, folder: CourseFolder) -> bool:
    """The instructor's version; whether it is different now. Formgrader lists no assignment without it."""
    path = folder.source(module) / f"{module.id}.ipynb"
    if path.exists() and mark_of(path) is None:
        return False  # somebody's own submission notebook
    return write_if_changed(path, notebooks.text(notebooks.source(module)))


def write_submission(book: Book, folder: CourseFolder, decision: Decision) -> int:
    """Rows and files of one student; returns how many files are different now."""
    student, module = decision.student, book.module
    if decision.is_new:
        _add(book, decision)
    book.submissions[student].timestamp = decision.time
    write_rows(book.grades[student], book.comments[student], decision.changed)
    # Rows before files: what the rows showed last must never be remembered ahead of them.
    book.db.commit()
    submitted, notebook = folder.submitted(student, module), folder.notebook(student, module)
    files = int(memory.remember(folder.memory(student, module.id), {"lines": decision.lines}))
    files += write_files(submitted, decision.notes)
    if decision.shown is not None:
        files += write_if_changed(notebook, notebooks.text(decision.shown))
    files += write_files(notebook.parent, decision.returned)
    submitted.mkdir(parents=True, exist_ok=True)  # formgrader lists whom it finds here
    if decision.drops_stamp:
        (submitted / STAMP).unlink()
    return files + decision.drops_stamp


def write_rows(grades: Mapping[str, Any], comments: Mapping[str, Any], changed: Rows) -> None:
    """The automatic half of a student's rows, by cell name."""
    for name, grade in changed.grades.items():
        grades[name].auto_score, grades[name].needs_manual_grade = grade.auto, grade.waits
    for name, comment in changed.comments.items():
        comments[name].auto_comment = comment.auto


def write_files(folder: Path, files: Mapping[str, str | bytes]) -> int:
    """Files of a folder; returns how many of them are different now."""
    return sum(write_if_changed(folder / name, content) for name, content in files.items())


def _add(book: Book, decision: Decision) -> None:
    """A submission with empty grades and comments for every cell."""
    student = decision.student
    if student not in book.students:
        book.gradebook.add_student(student)
        book.students.add(student)
    submission = book.gradebook.add_submission(book.module.id, student, timestamp=decision.time)
    notebook = next(each for each in submission.notebooks if each.name == book.module.id)
    book.submissions[student] = submission
    book.grades[student] = {book.cells[row.cell_id]: row for row in notebook.grades}
    for row in notebook.grades:
        row.needs_manual_grade = False  # nothing to read yet; autograding flags what was answered
    book.comments[student] = {book.cells[row.cell_id]: row for row in notebook.comments}
