"""Second step of the road into the gradebook: from what is there and a result, what shall be. Nothing is read or written here.

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

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from graders.course import Module
from graders.export.grades import ExportError, lines, points_of
from graders.export.nbgrader import notebooks
from graders.export.nbgrader.moments import stamp_of, time_of
from graders.export.nbgrader.notebooks import Cell, Notebook, code_id, comment, grade_id
from graders.export.nbgrader.read import Cells, Comment, Grade, Present
from graders.result import Result
from graders.submission import SECRET, STAMP


class Refused(Exception):
    """Nothing of this student can be exported; one sentence."""


@dataclass(frozen=True)
class Rows:
    """A student's rows in the gradebook, by the name of their cell."""

    grades: Mapping[str, Grade] = field(default_factory=dict)
    comments: Mapping[str, Comment] = field(default_factory=dict)


@dataclass(frozen=True)
class Decision:
    """What shall be of one student."""

    student: str
    is_new: bool
    time: datetime | None
    """When the student handed in."""
    rows: Rows
    changed: Rows
    """Those of the rows that are not so yet."""
    is_moved: bool
    """Whether anything in the gradebook is not so yet."""
    lines: Mapping[str, list[Any]]
    """What the rows show then, to be remembered."""
    notes: Mapping[str, str]
    """Files of the submission, by name."""
    drops_stamp: bool
    """Whether the stamp there names no time, on which formgrader fails."""
    shown: Notebook | None
    """None: `nbgrader autograde` has yet to make it; it would take one of ours for its own, and skip the student."""
    returned: Mapping[str, str | bytes]
    """Files beside the notebook that is shown, by name."""


def decide_cells(module: Module, there: Cells, blank: Notebook) -> list[Cell]:
    """The cells to be made: all that are handed out, or none. Raises ExportError where others are there."""
    wanted = {notebooks.name_of(cell): cell["metadata"]["nbgrader"] for cell in blank["cells"]}
    points = {name: meta["points"] for name, meta in wanted.items() if meta["grade"]}
    if there.has_notebook:
        solutions = {name for name, meta in wanted.items() if meta["solution"]}
        if there.points != points or there.solutions != solutions or there.has_tasks:
            raise ExportError(_mismatch(module, points, there.points))
        return []
    if there.is_used:
        raise ExportError(
            f"the gradebook already has an assignment {module.id} that was not made by this export: rename one of them"
        )
    return list(blank["cells"])


def _mismatch(module: Module, points: Mapping[str, float], there: Mapping[str, float]) -> str:
    start = f"the gradebook's cells of {module.id} are not the rubric's any more ("
    end = (
        "); nbgrader cannot change cells once there are submissions: restore module.toml and handin.md, "
        "or export to a new folder"
    )
    for name in sorted(points.keys() | there.keys()):
        if name not in there:
            return f"{start}{name} is only in the course's files{end}"
        if name not in points:
            return f"{start}{name} is only in the gradebook{end}"
        if points[name] != there[name]:
            return f"{start}{name} is worth {points[name]:g} in the course's files, {there[name]:g} in the gradebook{end}"
    return f"{start}the cells with code or tasks differ{end}"


def decide_submission(
    there: Present, result: Result, sources: Mapping[str, str] | None, blank: Notebook, fresh: str, reveal: bool = False
) -> Decision:
    """What shall be of a student who was graded.

    `sources` maps file names to their text as shown; None: they are not at hand. `blank` is the notebook handed out, `fresh`
    the secret of who submitted in another way than by nbgrader. Raises Refused.
    """
    graded = _time_and_owner(there, result)
    notes = {} if there.is_handed_in else there.notes  # else they came with the notebook
    time = there.notes_time if STAMP in notes else there.handed_in
    before = _rows_before(there, result)
    changed = decide_rows(result, before, {} if there.is_new else there.lines, reveal)
    shown = _shown(there, result, sources, blank, reveal)
    returned: Mapping[str, str | bytes] = {}
    if shown is not None:
        ours = {} if there.is_handed_in else {STAMP: stamp_of(graded)}
        returned = {**decide_returned(there.returned, notes.get(SECRET, there.secret), graded, fresh), **ours}
    return Decision(
        there.student,
        there.is_new,
        time,
        Rows({**before.grades, **changed.grades}, {**before.comments, **changed.comments}),
        changed,
        is_moved=bool(changed.grades or changed.comments) or there.timestamp != time,
        lines=verdicts(result),
        notes=notes,
        drops_stamp=time is None and there.has_stamp,
        shown=shown,
        returned=returned,
    )


def _time_and_owner(there: Present, result: Result) -> datetime:
    """When it was graded, where that is a time and the notebook there is this student's, and can be read."""
    try:
        graded = time_of(result.finished)
    except ValueError as error:
        raise Refused(str(error)) from None
    if there.shown is None:
        return graded
    path, mark = there.shown.path, there.shown.mark
    if mark is None:
        raise Refused(f"{path} is not from this export: move it away, then export again")
    if (owner := mark.get("student")) != there.student:
        raise Refused(f"{path} belongs to {owner!r}: on this disk both ids mean the same folder; rename one")
    if there.shown.trouble:
        raise Refused(there.shown.trouble)
    return graded


def _rows_before(there: Present, result: Result) -> Rows:
    if there.is_new:
        names = [grade_id(line.id) for line in lines(result)]
        return Rows(dict.fromkeys(names, Grade()), {code_id(each): Comment() for each in result.exercises})
    if lost := there.cells - there.grades.keys() - there.comments.keys():
        raise Refused(f"the gradebook has no row for {min(lost)}, perhaps because the cell was added later: restore a backup")
    return Rows(there.grades, there.comments)


def decide_rows(result: Result, before: Rows, shown: Mapping[str, Any], reveal: bool = False) -> Rows:
    """The rows whose automatic half is not what the result says.

    The manual half is the humans'. So is a flag that they lifted, until the verdict moves from what was `shown` last.
    """
    grades, comments = {}, {}
    for line in lines(result):
        row, judged = before.grades[grade_id(line.id)], points_of(line)
        score = None if judged is None else float(judged)
        if shown.get(line.id) != [line.state, line.points] or row.auto != score:
            waits = line.state in ("error", "noisy") or row.manual is not None
            grades[grade_id(line.id)] = replace(row, auto=score, waits=waits)
    for exercise in result.exercises:
        name, text = code_id(exercise), comment(exercise, reveal)
        if before.comments[name].auto != text:
            comments[name] = replace(before.comments[name], auto=text)
    return Rows(grades, comments)


def verdicts(result: Result) -> dict[str, list[Any]]:
    """Rubric line → [state, points]."""
    return {line.id: [line.state, line.points] for line in lines(result)}


def decide_returned(
    there: frozenset[str], secret: str | bytes | None, otherwise: datetime, fresh: str
) -> dict[str, str | bytes]:
    """What `nbgrader release_feedback` looks for beside a notebook, for it stops at the first student without.

    The time counts nowhere; it is when the submission was graded where nobody noted when it came. The secret is that of the
    submission, by which the student fetches the page; of who submitted in another way nobody does, and a `fresh` one serves.
    """
    files: dict[str, str | bytes] = {} if STAMP in there else {STAMP: stamp_of(otherwise)}
    if secret is not None:
        files[SECRET] = secret
    elif SECRET not in there:
        files[SECRET] = fresh
    return files


def _shown(there: Present, result: Result, sources: Mapping[str, str] | None, blank: Notebook, reveal: bool) -> Notebook | None:
    """The notebook that formgrader shows: what was handed in, once nbgrader has made it from that, or else our own."""
    before = there.shown.notebook if there.shown else None
    if there.is_handed_in and before is None:
        return None
    notebook = copy.deepcopy(before) if there.is_handed_in and before else notebooks.ours(blank, before, result)
    notebooks.fill(notebook, result, sources, reveal)
    return notebook
