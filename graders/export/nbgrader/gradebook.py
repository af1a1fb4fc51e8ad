"""Results into nbgrader: its gradebook, and the notebooks that its formgrader and feedback pages show.

An assignment per module holds one grade cell per rubric line (`m2.e1.correct` becomes `m2-e1-correct`) and, per
exercise, one solution cell (`m2-e1-code`) that shows the student's file and carries the comment; written answers have
a cell each, whose score is the humans'. The notebook of a student is made here, unless one was handed in (`stage`): then
`nbgrader autograde` makes it, with the verdicts of the same results (`plugins`), and here they are brought up to date.

What a state becomes in the gradebook:

| state                     | automatic score    | "needs manual grade" |
|---------------------------|--------------------|----------------------|
| pass, partial, fail, todo | the points         | no                   |
| noisy                     | provisional points | yes                  |
| error                     | none               | yes: totals count 0 until a human decides or it is graded again |
| deferred                  | none               | no: totals count 0 so far; a later grading run fills it in |

What people typed in formgrader (scores, extra credit, comments, the click on "Resolve") stays. When the verdict under
a manual score changes, the line is flagged so that somebody looks again; the manual score goes on counting.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from graders.course import Module
from graders.export.grades import ExportError, check_results, lines, points_of
from graders.export.nbgrader import class_list, notebooks
from graders.export.nbgrader.class_list import ClassList, Entered
from graders.export.nbgrader.folder import (
    Place,
    check_folder,
    hand_in_time,
    make_returnable,
    moment_of,
    opened,
    refusal,
    remember,
    remembered,
    stamp_of,
)
from graders.export.nbgrader.notebooks import KERNEL, MARK, code_id, comment, grade_id
from graders.result import Result, RubricResult, write_if_changed
from graders.submission import SECRET, STAMP
from graders.text import count, harmless


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
    handins: Mapping[str, Mapping[str, str]],
    course: Path,
    reveal_hidden: bool = False,
    notes: Mapping[str, Mapping[str, str]] = {},
    listed: ClassList | None = None,
) -> ExportReport:
    """Bring the gradebook and notebooks of the nbgrader course folder `course` up to date with `results`.

    `handins[student]` maps file names to their text as shown; of students who are not in it, notebooks go on showing the
    code they show. Doing it again changes nothing. With `reveal_hidden`, notebooks show what hidden checks tried; they
    reach students as nbgrader's feedback, so only after the key is out. `notes[student]` holds `timestamp.txt` and
    `submission_secret.txt`, as far as they lay beside the hand-in; `listed` is the class list with everybody's deadline.

    Raises ExportError before any grade is written when the results do not fit the module or the gradebook.
    """
    check_folder(course)
    check_results(module, results)
    report = ExportReport()
    for result in results:
        if reason := refusal(result.student):
            report.refused[result.student] = reason
    accepted = [result for result in results if result.student not in report.refused]
    with opened(course) as (place, gradebook, files):
        book = _Book(gradebook, module)
        report.files += files + _write_source(module, place)
        for result in accepted:
            _export_student(
                book, place, module, result, handins.get(result.student), notes.get(result.student, {}), reveal_hidden, report
            )
        report.entered = class_list.enter(gradebook, place, module, listed) if listed else None
    return report


def prepare(module: Module, course: Path, db_url: str = "") -> Place:
    """The course folder with its configuration, gradebook and the module's cells in it, also before anybody is graded.

    `db_url` says where a new gradebook is to be; SQLite in the folder if it does not. Raises ExportError.
    """
    check_folder(course)
    with opened(course, db_url) as (place, gradebook, _):
        _Book(gradebook, module)
        _write_source(module, place)
    return place


def enter(module: Module, course: Path, listed: ClassList) -> Entered:
    """The class list into the gradebook of a course folder that `prepare` made. Raises ExportError."""
    with opened(course) as (place, gradebook, _):
        return class_list.enter(gradebook, place, module, listed)


# ---- the gradebook ------------------------------------------------------------------------------------------------


class _Book:
    """The gradebook's rows of one module, read in a few queries instead of some per student."""

    def __init__(self, gradebook: Any, module: Module) -> None:
        from nbgrader.api import Comment, Grade, Student, SubmittedAssignment, SubmittedNotebook  # type: ignore[import-untyped]

        self.gradebook, self.db, self.module = gradebook, gradebook.db, module
        notebook = self._notebook()
        self.cells = {cell.id: str(cell.name) for cell in [*notebook.grade_cells, *notebook.solution_cells]}
        self.names = set(self.cells.values())
        self.students = {row.id for row in self.db.query(Student.id)}
        self.submissions: dict[str, Any] = {}
        self.grades: dict[str, dict[str, Any]] = {}
        self.comments: dict[str, dict[str, Any]] = {}
        owner: dict[str, str] = {}
        handed_in = self.db.query(SubmittedAssignment, SubmittedNotebook.id).join(
            SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id
        )
        for submission, notebook_id in handed_in.filter(SubmittedNotebook.notebook_id == notebook.id):
            self.submissions[submission.student_id] = submission
            owner[notebook_id] = submission.student_id
        for table, rows in ((Grade, self.grades), (Comment, self.comments)):
            query = self.db.query(table).join(SubmittedNotebook, SubmittedNotebook.id == table.notebook_id)
            for row in query.filter(SubmittedNotebook.notebook_id == notebook.id):
                rows.setdefault(owner[row.notebook_id], {})[self.cells[row.cell_id]] = row

    def _notebook(self) -> Any:
        """The module's notebook in the gradebook, made when missing; ExportError when its cells are not the rubric's."""
        from nbgrader.api import Assignment, GradeCell, MissingEntry, Notebook, SolutionCell, SourceCell

        module = self.module
        cells = {notebooks.name_of(cell): cell for cell in notebooks.handed_out(module)["cells"]}
        metas = {name: cell["metadata"]["nbgrader"] for name, cell in cells.items()}
        points = {name: meta["points"] for name, meta in metas.items() if meta["grade"]}
        solutions = {name for name, meta in metas.items() if meta["solution"]}
        try:
            assignment = self.gradebook.find_assignment(module.id)
        except MissingEntry:
            assignment = Assignment(name=module.id, course_id=self.gradebook.course_id)
        notebook = next((book for book in assignment.notebooks if book.name == module.id), None)
        if notebook is None:
            if assignment.notebooks or assignment.submissions:
                raise ExportError(
                    f"the gradebook already has an assignment {module.id} that was not made by this export: rename one of them"
                )
            # All in one transaction: a gradebook with half the cells would be refused for ever.
            notebook = Notebook(name=module.id, assignment=assignment, kernelspec=json.dumps(KERNEL))
            self.db.add(notebook)
            self.db.add_all(
                GradeCell(name=name, notebook=notebook, max_score=float(max_), cell_type=metas[name]["cell_type"])
                for name, max_ in points.items()
            )
            self.db.add_all(SolutionCell(name=name, notebook=notebook) for name in sorted(solutions))
            # What `generate_assignment` would record: it takes no cells, not even these, once there are submissions.
            self.db.add_all(
                SourceCell(
                    name=name,
                    notebook=notebook,
                    cell_type=meta["cell_type"],
                    locked=meta["locked"],
                    source=cells[name]["source"],
                    checksum=meta["checksum"],
                )
                for name, meta in metas.items()
            )
            self.db.commit()
            return notebook
        found = {str(cell.name): cell.max_score for cell in notebook.grade_cells}
        if found != points or {str(cell.name) for cell in notebook.solution_cells} != solutions or notebook.task_cells:
            raise ExportError(_mismatch(module, points, found))
        return notebook

    def add(self, student: str, timestamp: datetime | None) -> None:
        """A submission with empty grades and comments for every cell."""
        if student not in self.students:
            self.gradebook.add_student(student)
            self.students.add(student)
        submission = self.gradebook.add_submission(self.module.id, student, timestamp=timestamp)
        notebook = next(book for book in submission.notebooks if book.name == self.module.id)
        self.submissions[student] = submission
        self.grades[student] = {self.cells[row.cell_id]: row for row in notebook.grades}
        for row in notebook.grades:
            row.needs_manual_grade = False  # nothing to read yet; autograding flags what was answered
        self.comments[student] = {self.cells[row.cell_id]: row for row in notebook.comments}


def _mismatch(module: Module, points: Mapping[str, float], found: Mapping[str, float]) -> str:
    start = f"the gradebook's cells of {module.id} are not the rubric's any more ("
    end = (
        "); nbgrader cannot change cells once there are submissions: restore module.toml and handin.md, "
        "or export to a new folder"
    )
    for name in sorted(points.keys() | found.keys()):
        if name not in found:
            return f"{start}{name} is only in the course's files{end}"
        if name not in points:
            return f"{start}{name} is only in the gradebook{end}"
        if points[name] != found[name]:
            return f"{start}{name} is worth {points[name]:g} in the course's files, {found[name]:g} in the gradebook{end}"
    return f"{start}the cells with code or tasks differ{end}"


# ---- one student --------------------------------------------------------------------------------------------------


def _export_student(
    book: _Book,
    place: Place,
    module: Module,
    result: Result,
    sources: Mapping[str, str] | None,
    notes: Mapping[str, str],
    reveal: bool,
    report: ExportReport,
) -> None:
    student = result.student
    folder = place.submitted(student, module)
    path = place.autograded(student, module) / f"{module.id}.ipynb"
    try:
        graded = time_of(result.finished)
        _check_owner(path, student)
        shown = _shown(path, module, folder, result, sources, reveal)
    except ValueError as error:
        report.refused[student] = str(error)
        return
    files = 0
    if not _is_handed_in(folder, module):  # else they came with the notebook
        for name, text in notes.items():
            files += write_if_changed(folder / name, text) if name != STAMP or moment_of(text) else 0
    handed_in = hand_in_time(folder / STAMP)
    new = student not in book.submissions
    if new:
        book.add(student, handed_in)
    grades, comments = book.grades.get(student, {}), book.comments.get(student, {})
    submission = book.submissions[student]
    if lost := book.names - grades.keys() - comments.keys():
        report.refused[student] = (
            f"the gradebook has no row for {min(lost)}, perhaps because the cell was added later: restore a backup"
        )
        return
    moved = submission.timestamp != handed_in
    if moved:
        submission.timestamp = handed_in
    moved |= set_verdicts(result, grades, comments, {} if new else remembered(place.memory(student, module.id)), reveal)
    # Rows before files: what the rows showed last must never be remembered ahead of them.
    book.db.commit()
    files += remember(place.memory(student, module.id), {"lines": verdicts(result)})
    if shown is not None:
        files += write_if_changed(path, shown)
        if not _is_handed_in(folder, module):
            files += write_if_changed(path.with_name(STAMP), stamp_of(graded))
        files += make_returnable(path.parent, folder / SECRET, graded)
    folder.mkdir(parents=True, exist_ok=True)  # formgrader lists whom it finds here
    if handed_in is None and (folder / STAMP).exists():
        (folder / STAMP).unlink()  # it names no time, and formgrader fails on it
        files += 1
    report.files += files
    (report.new if new else report.changed if files or moved else report.unchanged).append(student)
    report.manual_scores += sum(row.manual_score is not None for row in grades.values())
    report.extra_credits += sum(row.extra_credit is not None for row in grades.values())
    report.manual_comments += sum(row.manual_comment is not None for row in comments.values())
    report.waiting += sum(bool(row.needs_manual_grade) for row in grades.values())


def set_verdicts(
    result: Result, grades: Mapping[str, Any], comments: Mapping[str, Any], memory: Mapping[str, Any], reveal: bool = False
) -> bool:
    """Bring the automatic half of a student's rows, by cell name, up to date, and say whether it was not.

    The manual half is the humans'. So is a flag that they lifted, until the verdict moves from what `memory` has of it.
    """
    moved = False
    previous = memory.get("lines", {})
    for exercise in result.exercises:
        for line in exercise.rubric:
            moved |= _set_grade(grades[grade_id(line.id)], line, previous.get(line.id))
        row, text = comments[code_id(exercise)], comment(exercise, reveal)
        if row.auto_comment != text:
            row.auto_comment = text
            moved = True
    return moved


def _set_grade(row: Any, line: RubricResult, previous: list[Any] | None) -> bool:
    judged = points_of(line)
    score = None if judged is None else float(judged)
    if previous == [line.state, line.points] and row.auto_score == score:
        return False
    row.auto_score = score
    row.needs_manual_grade = line.state in ("error", "noisy") or row.manual_score is not None
    return True


def verdicts(result: Result) -> dict[str, list[Any]]:
    """Rubric line → [state, points]."""
    return {line.id: [line.state, line.points] for line in lines(result)}


def _check_owner(path: Path, student: str) -> None:
    """Raises ValueError when the notebook there is not ours, or another student's."""
    if not path.exists():
        return
    try:
        mark = json.loads(path.read_bytes())["metadata"][MARK]
    except (ValueError, KeyError, TypeError):
        raise ValueError(f"{path} is not from this export: move it away, then export again") from None
    if mark.get("student") != student:
        raise ValueError(f"{path} belongs to {mark.get('student')!r}: on this disk both ids mean the same folder; rename one")


def _is_handed_in(folder: Path, module: Module) -> bool:
    return (folder / f"{module.id}.ipynb").exists()


def _shown(
    path: Path, module: Module, folder: Path, result: Result, sources: Mapping[str, str] | None, reveal: bool
) -> str | None:
    """The notebook that formgrader shows: what was handed in, once nbgrader has made it from that, or else our own."""
    if not _is_handed_in(folder, module):
        before = notebooks.read(path) if sources is None and path.exists() else None
        notebook = notebooks.ours(module, before)
    elif path.exists():
        notebook = notebooks.read(path)
    else:
        return None  # or `nbgrader autograde` would take it for its own, and skip the student
    notebooks.fill(notebook, result, sources, reveal)
    return notebooks.text(notebook)


def time_of(text: str) -> datetime:
    """A moment as nbgrader stores it: UTC, without saying so."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"the result's time {harmless(text, 40)!r} is not an ISO 8601 time: grade it again") from None
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _write_source(module: Module, place: Place) -> bool:
    """The instructor's version. Formgrader lists no assignment without it."""
    path = place.source(module) / f"{module.id}.ipynb"
    if path.exists():
        try:
            json.loads(path.read_bytes())["metadata"][MARK]
        except (ValueError, KeyError, TypeError):
            return False  # somebody's own hand-in notebook
    return write_if_changed(path, notebooks.text(notebooks.source(module)))
