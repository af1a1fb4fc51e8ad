"""Results into nbgrader: its gradebook, and the notebooks that its formgrader and feedback pages show.

An assignment per module holds one grade cell per rubric line (`m2.e1.correct` becomes `m2-e1-correct`) and, per
exercise, one solution cell (`m2-e1-code`) that shows the student's file and carries the comment. Student code stands
there as text: nothing of it is run, here or by nbgrader, because no notebook is put under `submitted/`.

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
import logging
import os
import sys
import sysconfig
import unicodedata
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from graders.course import Exercise, Module, RubricLine
from graders.export.grades import ExportError, check_results, points_of
from graders.report.account import full_account, indented
from graders.report.text import STATES, harmless, points_shown, why_shown
from graders.result import Check, ExerciseResult, Result, RubricResult, write_atomically

CONFIG = '''\
"""nbgrader's settings for this course folder. Written once by the graders' export; yours to change from now on.

Open the gradebook with `jupyter lab` (or `jupyter notebook`) started in this folder, menu Nbgrader > Formgrader.
"""

import os

here = os.path.dirname(os.path.abspath(__file__))  # the folder may be moved: nothing below names a place on this machine

c = get_config()  # noqa: F821
c.CourseDirectory.course_id = "numbers-go-brrr"
c.CourseDirectory.root = here
# Wait for a busy gradebook instead of giving up after five seconds. When several people grade at the same time, use
# PostgreSQL: "postgresql+psycopg://user@host/gradebook".
c.CourseDirectory.db_url = "sqlite:///" + os.path.join(here, "gradebook.db") + "?timeout=60"
c.Exchange.root = os.path.join(here, "exchange")
c.Exchange.cache = os.path.join(here, "cache")
# A mistyped folder name must not become a student. The graders' export adds the students it has results for.
c.Autograde.create_student = False
'''

_MARK = "numbers_go_brrr"
"""Our key in a notebook's metadata. A notebook without it is not ours and is not overwritten."""
_KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
_WIDEST_ID = 128  # nbgrader's column
_FORBIDDEN = {
    **dict.fromkeys('<>"&\\', "nbgrader puts ids into its pages unescaped"),
    **dict.fromkeys("%#?", "nbgrader's links break on it"),
    **dict.fromkeys("*[]", "nbgrader takes it for a pattern"),
    **dict.fromkeys(",", "nbgrader's own CSV does not quote it"),
    **dict.fromkeys("/:|", "a folder cannot be named like that everywhere"),
}
_CODE = 100_000  # characters of a file


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

    def __str__(self) -> str:
        parts = [f"{len(self.new)} new", f"{len(self.changed)} changed", f"{len(self.unchanged)} unchanged"]
        if self.refused:
            parts.append(f"{len(self.refused)} refused")
        kept = [
            _count(self.manual_scores, "manual score"),
            _count(self.extra_credits, "extra credit"),
            _count(self.manual_comments, "manual comment"),
        ]
        text = f"students: {', '.join(parts)}"
        if any(kept):
            text += f"; kept {', '.join(part for part in kept if part)}"
        if self.waiting:
            text += f"; {_count(self.waiting, 'line')} waiting for a human in formgrader"
        return text


def export(
    module: Module,
    results: list[Result],
    handins: Mapping[str, Mapping[str, str]],
    course: Path,
    reveal_hidden: bool = False,
) -> ExportReport:
    """Bring the gradebook and notebooks of the nbgrader course folder `course` up to date with `results`.

    `handins[student]` maps file names to their text as shown; of students who are not in it, notebooks go on showing the
    code they show. Doing it again changes nothing. With `reveal_hidden`, notebooks show what hidden checks tried; they
    reach students as nbgrader's feedback, so only after the key is out.

    Raises ExportError before any grade is written when the results do not fit the module or the gradebook.
    """
    if find_spec("nbgrader") is None:
        raise ExportError("nbgrader is not installed here: `pip install .[grade]` brings it")
    if odd := sorted(set("?*[]") & set(str(course.resolve()))):
        raise ExportError(f"the path {course.resolve()} holds {odd[0]!r}, which nbgrader cannot read: choose another folder")
    check_results(module, results)
    report = ExportReport()
    for result in results:
        if reason := refusal(result.student):
            report.refused[result.student] = reason
    accepted = [result for result in results if result.student not in report.refused]
    course.mkdir(parents=True, exist_ok=True)
    with _nbgrader_quiet(), _translated(course):
        if _write_if_changed(course / "nbgrader_config.py", CONFIG, replace=False):
            report.files += 1
            (course / "exchange").mkdir(exist_ok=True)  # named in CONFIG; formgrader complains when it is not there
        place = _place(course)
        with _gradebook(place) as gradebook:
            book = _Book(gradebook, module)
            report.files += _write_source(module, place)
            for result in accepted:
                _export_student(book, place, module, result, handins.get(result.student), reveal_hidden, report)
    return report


def grade_id(line_or_exercise_id: str) -> str:
    """The name of a rubric line in nbgrader; formgrader looks it up as `#name` in the page, so it must not hold a dot."""
    return line_or_exercise_id.replace(".", "-")


def refusal(student: str) -> str:
    """Why nbgrader cannot hold a student of that id, in one sentence; empty when it can."""
    shown = repr(harmless(student, 60))
    if not student.strip():
        return "a student id must not be empty"
    if student != student.strip():
        return f"the id {shown} begins or ends with a space, which nbgrader strips: rename the hand-in folder"
    for character in student:
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
            return f"the id {shown} holds an invisible character, on which nbgrader's pages break: rename the hand-in folder"
        if character in _FORBIDDEN:
            return f"the id {shown} holds {character!r}, and {_FORBIDDEN[character]}: rename the hand-in folder"
    if student[0] == "." or student[-1] == ".":
        return f"the id {shown} begins or ends with a dot, so its folder would be hidden or cut: rename the hand-in folder"
    if student[0] in "=+-@":
        return f"the id {shown} begins with {student[0]!r}, which spreadsheets calculate: rename the hand-in folder"
    if len(student) > _WIDEST_ID or len(student.encode()) > 255:
        return f"the id {shown} is longer than nbgrader can hold ({_WIDEST_ID} characters): rename the hand-in folder"
    return ""


# ---- the course folder --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Place:
    """Where nbgrader keeps things, by its own configuration."""

    directory: Any
    """nbgrader.coursedir.CourseDirectory"""

    @property
    def db_url(self) -> str:
        return str(self.directory.db_url)

    @property
    def course_id(self) -> str:
        return str(self.directory.course_id) or "default_course"

    def folder(self, step: str, student: str, module: Module) -> Path:
        return Path(self.directory.format_path(step, student, module.id))

    def source(self, module: Module) -> Path:
        return self.folder(self.directory.source_directory, ".", module)

    def submitted(self, student: str, module: Module) -> Path:
        return self.folder(self.directory.submitted_directory, student, module)

    def autograded(self, student: str, module: Module) -> Path:
        return self.folder(self.directory.autograded_directory, student, module)


def _place(course: Path) -> _Place:
    """Ask nbgrader's own configuration, so that its commands and this export mean the same files."""
    from nbgrader.coursedir import CourseDirectory  # type: ignore[import-untyped]
    from traitlets.config.loader import PyFileConfigLoader

    path = course / "nbgrader_config.py"
    try:
        config = PyFileConfigLoader(path.name, path=str(course)).load_config()
        directory = CourseDirectory(config=config)
    except Exception as error:  # the file is the instructor's program: anything may come out of it
        raise ExportError(f"{path} does not load: {type(error).__name__}: {error}") from None
    if "root" not in config.CourseDirectory:
        directory.root = str(course.resolve())
    if Path(directory.root).resolve() != course.resolve():
        raise ExportError(f"{path} says that the course is in {directory.root}; export there, or change it")
    return _Place(directory)


def _write_if_changed(path: Path, text: str, replace: bool = True) -> bool:
    """Whether the file had to be written."""
    content = text.encode()
    if path.exists() and (not replace or path.read_bytes() == content):
        return False
    write_atomically(path, content)
    return True


# ---- the gradebook ------------------------------------------------------------------------------------------------


@contextmanager
def _nbgrader_quiet() -> Iterator[None]:
    """Let nbgrader find its helper program, and keep its harmless noise from the instructor."""
    from sqlalchemy.exc import SAWarning

    # A new gradebook runs the program `alembic`, which lies beside this interpreter, activated environment or not.
    before = os.environ.get("PATH")
    places = dict.fromkeys([sysconfig.get_path("scripts"), str(Path(sys.executable).parent)])
    os.environ["PATH"] = os.pathsep.join([*places, *([before] if before else [])])
    # Gradebook logs a traceback before it raises; the exception alone becomes our sentence.
    log = logging.getLogger("tornado.application")
    level = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SAWarning)
            yield
    finally:
        log.setLevel(level)
        if before is None:
            del os.environ["PATH"]
        else:
            os.environ["PATH"] = before


@contextmanager
def _translated(course: Path) -> Iterator[None]:
    """Turn what databases and disks raise into one sentence."""
    from nbgrader.api import InvalidEntry, MissingEntry  # type: ignore[import-untyped]
    from sqlalchemy.exc import SQLAlchemyError

    try:
        yield
    except (InvalidEntry, MissingEntry, SQLAlchemyError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise ExportError(f"the gradebook of {course} cannot be used: {reason}") from error
    except OSError as error:
        raise ExportError(f"{error.filename or course}: {error.strerror or error}") from error


@contextmanager
def _gradebook(place: _Place) -> Iterator[Any]:
    from nbgrader.api import Gradebook

    gradebook = Gradebook(place.db_url, place.course_id)
    try:
        yield gradebook
    finally:
        gradebook.close()


class _Book:
    """The gradebook's rows of one module, read in a few queries instead of some per student."""

    def __init__(self, gradebook: Any, module: Module) -> None:
        from nbgrader.api import Comment, Grade, Student, SubmittedAssignment, SubmittedNotebook

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
        from nbgrader.api import Assignment, GradeCell, MissingEntry, Notebook, SolutionCell

        module = self.module
        points = {grade_id(line.id): line.max for line in _lines(module)}
        codes = {_code_id(exercise) for exercise in module.exercises}
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
            notebook = Notebook(name=module.id, assignment=assignment, kernelspec=json.dumps(_KERNEL))
            self.db.add(notebook)
            self.db.add_all(
                GradeCell(name=name, notebook=notebook, max_score=float(max_), cell_type="code")
                for name, max_ in points.items()
            )
            self.db.add_all(SolutionCell(name=name, notebook=notebook) for name in sorted(codes))
            self.db.commit()
            return notebook
        found = {str(cell.name): cell.max_score for cell in notebook.grade_cells}
        if found != points or {str(cell.name) for cell in notebook.solution_cells} != codes or notebook.task_cells:
            raise ExportError(_mismatch(module, points, found))
        return notebook

    def add(self, student: str, timestamp: datetime) -> None:
        """A submission with empty grades and comments for every cell."""
        if student not in self.students:
            self.gradebook.add_student(student)
            self.students.add(student)
        submission = self.gradebook.add_submission(self.module.id, student, timestamp=timestamp)
        notebook = next(book for book in submission.notebooks if book.name == self.module.id)
        self.submissions[student] = submission
        self.grades[student] = {self.cells[row.cell_id]: row for row in notebook.grades}
        self.comments[student] = {self.cells[row.cell_id]: row for row in notebook.comments}


def _mismatch(module: Module, points: Mapping[str, float], found: Mapping[str, float]) -> str:
    start = f"the gradebook's cells of {module.id} are not the rubric's any more ("
    end = "); nbgrader cannot change cells once there are submissions: restore module.toml, or export to a new folder"
    for name in sorted(points.keys() | found.keys()):
        if name not in found:
            return f"{start}{name} is only in module.toml{end}"
        if name not in points:
            return f"{start}{name} is only in the gradebook{end}"
        if points[name] != found[name]:
            return f"{start}{name} is worth {points[name]:g} in module.toml, {found[name]:g} in the gradebook{end}"
    return f"{start}the cells with code or tasks differ{end}"


# ---- one student --------------------------------------------------------------------------------------------------


def _export_student(
    book: _Book,
    place: _Place,
    module: Module,
    result: Result,
    sources: Mapping[str, str] | None,
    reveal: bool,
    report: ExportReport,
) -> None:
    student = result.student
    path = place.autograded(student, module) / f"{module.id}.ipynb"
    try:
        graded = _time(result.finished)
        previous = _verdicts(path, student)
        shown = _shown_before(path) if sources is None else _code(module, sources)
    except ValueError as error:
        report.refused[student] = str(error)
        return
    handed_in, known = _hand_in_time(place.submitted(student, module) / "timestamp.txt", graded)
    new = student not in book.submissions
    if new:
        book.add(student, handed_in)
        previous = {}
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
    for exercise in result.exercises:
        for line in exercise.rubric:
            moved |= _set_grade(grades[grade_id(line.id)], line, previous.get(line.id))
        comment, text = comments[_code_id(exercise)], _comment(exercise, reveal)
        if comment.auto_comment != text:
            comment.auto_comment = text
            moved = True
    # Rows before notebook: the notebook remembers which verdict the rows show, so it must never be ahead of them.
    book.db.commit()
    files = int(_write_if_changed(path, _notebook_text(module, result, shown, reveal)))
    files += _write_if_changed(path.with_name("timestamp.txt"), _timestamp(graded))
    if not known:
        files += _write_if_changed(place.submitted(student, module) / "timestamp.txt", _timestamp(handed_in))
    report.files += files
    (report.new if new else report.changed if files or moved else report.unchanged).append(student)
    report.manual_scores += sum(row.manual_score is not None for row in grades.values())
    report.extra_credits += sum(row.extra_credit is not None for row in grades.values())
    report.manual_comments += sum(row.manual_comment is not None for row in comments.values())
    report.waiting += sum(bool(row.needs_manual_grade) for row in grades.values())


def _set_grade(row: Any, line: RubricResult, previous: list[Any] | None) -> bool:
    """Bring the automatic half of a grade up to date, and say whether it was not; the manual half is the humans'."""
    judged = points_of(line)
    score = None if judged is None else float(judged)
    if previous == [line.state, line.points] and row.auto_score == score:
        return False  # the flag may have been lifted by a human since: theirs, too
    row.auto_score = score
    row.needs_manual_grade = line.state in ("error", "noisy") or row.manual_score is not None
    return True


def _verdicts(path: Path, student: str) -> dict[str, list[Any]]:
    """Rubric line → [state, points] at the last export, as the notebook written then remembers it."""
    if not path.exists():
        return {}
    try:
        mark = json.loads(path.read_bytes())["metadata"][_MARK]
    except (ValueError, KeyError, TypeError):
        raise ValueError(f"{path} is not from this export: move it away, then export again") from None
    if mark.get("student") != student:
        raise ValueError(f"{path} belongs to {mark.get('student')!r}: on this disk both ids mean the same folder; rename one")
    verdicts: dict[str, list[Any]] = mark.get("verdicts", {})
    return verdicts


def _time(text: str) -> datetime:
    """A moment as nbgrader stores it: UTC, without saying so."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"the result's time {harmless(text, 40)!r} is not an ISO 8601 time: grade it again") from None
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _timestamp(moment: datetime) -> str:
    return f"{moment.isoformat(sep=' ', timespec='microseconds')} UTC\n"


def _hand_in_time(path: Path, otherwise: datetime) -> tuple[datetime, bool]:
    """When the student handed in, if `nbgrader collect` or an earlier export left it there: (moment, whether it did).

    Formgrader shows a submission as graded only when this file and the gradebook name the same moment.
    """
    from nbgrader.utils import parse_utc  # type: ignore[import-untyped]

    try:
        moment = parse_utc(path.read_text(encoding="utf-8").strip())
    except (FileNotFoundError, ValueError, OverflowError):
        return otherwise, False
    return moment, True


# ---- notebooks ----------------------------------------------------------------------------------------------------


def _write_source(module: Module, place: _Place) -> bool:
    """The instructor's version: starters instead of answers, no outputs. Formgrader lists no assignment without it."""
    path = place.source(module) / f"{module.id}.ipynb"
    if path.exists():
        try:
            json.loads(path.read_bytes())["metadata"][_MARK]
        except (ValueError, KeyError, TypeError):
            return False  # somebody's own hand-in notebook
    cells = []
    for exercise in module.exercises:
        starter = exercise.path.read_text(encoding="utf-8", errors="replace")
        cells += [_heading(exercise), _code_cell(exercise, harmless(starter, _CODE))]
        cells += [_grade_cell(line, None) for line in exercise.rubric]
    return _write_if_changed(path, _dump(cells, {}))


def _code(module: Module, sources: Mapping[str, str]) -> dict[str, str]:
    """What the code cells show, by their ids."""
    files = {_code_id(exercise): exercise.path.name for exercise in module.exercises}
    return {
        cell: harmless(sources[file], _CODE) if file in sources else f"# {file}: not handed in" for cell, file in files.items()
    }


def _shown_before(path: Path) -> dict[str, str]:
    """The same, as a notebook of an earlier export shows it; nothing where there was none."""
    cells = json.loads(path.read_bytes())["cells"] if path.exists() else []
    return {cell.get("id", ""): "".join(cell["source"]) for cell in cells}


def _notebook_text(module: Module, result: Result, shown: Mapping[str, str], reveal: bool) -> str:
    judged = {exercise.id: {line.id: line for line in exercise.rubric} for exercise in result.exercises}
    cells = []
    for exercise in module.exercises:
        unknown = f"# {exercise.path.name}: was not at hand at the export"
        cells += [_heading(exercise), _code_cell(exercise, shown.get(_code_id(exercise), unknown))]
        cells += [_grade_cell(line, full_account(judged[exercise.id][line.id], reveal)) for line in exercise.rubric]
    verdicts = {line.id: [line.state, line.points] for lines in judged.values() for line in lines.values()}
    return _dump(cells, {"student": result.student, "fingerprint": result.fingerprint, "verdicts": verdicts})


def _heading(exercise: Exercise) -> dict[str, Any]:
    # Course-owned text only: nbgrader renders markdown as it is, script and all.
    return {
        "cell_type": "markdown",
        "id": f"{grade_id(exercise.id)}-title",
        "metadata": {},
        "source": f"## {exercise.id} {exercise.title}",
    }


def _code_cell(exercise: Exercise, code: str) -> dict[str, Any]:
    return _cell(_code_id(exercise), code, solution=True, grade=False, locked=False)


def _grade_cell(line: RubricLine, account: str | None) -> dict[str, Any]:
    points = f"{line.max} point{'' if line.max == 1 else 's'}"
    source = f"# {line.id}: {line.title}, {points}\n# judged by the course's graders; this cell only shows the verdict"
    cell = _cell(grade_id(line.id), source, solution=False, grade=True, locked=True, points=line.max)
    if account is not None:
        # A stream is shown escaped, character by character; richer outputs may become HTML.
        cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": f"{account}\n"}]
    return cell


def _cell(name: str, source: str, *, solution: bool, grade: bool, locked: bool, points: int | None = None) -> dict[str, Any]:
    from nbformat.notebooknode import from_dict
    from nbgrader.utils import compute_checksum

    meta: dict[str, Any] = {
        "schema_version": 3,
        "grade_id": name,
        "cell_type": "code",
        "grade": grade,
        "solution": solution,
        "locked": locked,
        "task": False,
    }
    if points is not None:
        meta["points"] = points
    cell: dict[str, Any] = {
        "cell_type": "code",
        "execution_count": None,
        "id": name,
        "metadata": {"nbgrader": meta},
        "outputs": [],
        "source": source,
    }
    meta["checksum"] = compute_checksum(from_dict(cell))  # type: ignore[no-untyped-call]
    return cell


def _dump(cells: list[dict[str, Any]], mark: dict[str, Any]) -> str:
    metadata = {"kernelspec": _KERNEL, "language_info": {"name": "python"}, _MARK: mark}
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _comment(exercise: ExerciseResult, reveal: bool) -> str | None:
    """Why points are missing, for the comment box; None when none are.

    nbgrader renders comments as markdown, lets HTML through and typesets formulas. Indented by four, all of it is one
    code block, which is shown as it stands.
    """
    text = []
    for line in exercise.rubric:
        if line.points < line.max or line.state in ("error", "deferred", "noisy"):
            glyph, word = STATES[line.state]
            short: list[RubricResult | Check] = [line, *(check for check in line.checks if check.points < check.max)]
            reasons = [why_shown(line, part, reveal) for part in short]
            why = next((reason for reason in reasons if reason), word)
            text += indented(f"{glyph} {line.title} ({points_shown(line)}): {why}", 4)
    return "\n".join(text) or None


def _code_id(exercise: Exercise | ExerciseResult) -> str:
    return f"{grade_id(exercise.id)}-code"


def _lines(module: Module) -> list[RubricLine]:
    return [line for exercise in module.exercises for line in exercise.rubric]


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}" if number else ""
