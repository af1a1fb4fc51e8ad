"""A module as a notebook: what nbgrader hands out, collects, and shows in formgrader and on its feedback pages.

Its cells never change shape: the written questions, then for each exercise a cell that shows the student's file and
carries the comment (`m2-e1-code`), then a cell per rubric line (`m2-e1-correct`). Both roads into nbgrader make the same
cells, so that they share a gradebook. Student code stands in a notebook as text; nobody runs it.
"""

import copy
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from graders import questions
from graders.course import Exercise, Module, RubricLine
from graders.questions import Question
from graders.report.account import full_account, indented
from graders.result import Check, ExerciseResult, Result, RubricResult
from graders.text import STATES, count_points, harmless, points_shown, why_shown

MARK = "numbers_go_brrr"
"""Our key in a notebook's metadata. A notebook without it is not ours and is not overwritten."""
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
CODE_STUB = "# The graders show your file here. Edit the file itself, not this cell."
TEXT_STUB = "*Your answer: double-click here, and replace this line.*"
CODE = 100_000
"""Characters of a file, or of anything else in a notebook, that are shown."""

Cell = dict[str, Any]
Notebook = dict[str, Any]


def grade_id(line_or_exercise_id: str) -> str:
    """The name of a rubric line in nbgrader; formgrader looks it up as `#name` in the page, so it must not hold a dot."""
    return line_or_exercise_id.replace(".", "-")


def code_id(exercise: Exercise | ExerciseResult) -> str:
    return f"{grade_id(exercise.id)}-code"


def handed_out(module: Module) -> Notebook:
    """What students get: questions to answer, and cells that the graders fill. Raises CourseError for a bad handin.md."""
    return _notebook(module, dict.fromkeys((code_id(exercise) for exercise in module.exercises), CODE_STUB))


def source(module: Module) -> Notebook:
    """The instructor's version, from which `nbgrader generate_assignment` makes the one above: it shows the starters."""
    starters = {
        code_id(exercise): harmless(exercise.path.read_text(encoding="utf-8", errors="replace"), CODE)
        for exercise in module.exercises
    }
    return _notebook(module, starters)


def ours(blank: Notebook, before: Notebook | None, result: Result) -> Notebook:
    """For a student who handed in no notebook: the code cells show what they showed `before`, as far as there was one."""
    shown = {name_of(cell): str(cell["source"]) for cell in before["cells"]} if before else {}
    unknown = {code_id(each): f"# {each.file}: was not at hand at the export" for each in result.exercises}
    notebook = copy.deepcopy(blank)
    for cell in notebook["cells"]:
        if (name := name_of(cell)) in unknown:
            cell["source"] = shown.get(name, unknown[name])
    return notebook


def fill(notebook: Notebook, result: Result, sources: Mapping[str, str] | None, reveal: bool = False) -> None:
    """Show the verdicts and the student's files in a notebook of the module; answers and other cells stay as they are.

    So does the code where the files are not at hand (None).
    """
    texts, outputs = {}, {}
    for exercise in result.exercises:
        if sources is not None:
            texts[code_id(exercise)] = harmless(sources.get(exercise.file, f"# {exercise.file}: not handed in"), CODE)
        for line in exercise.rubric:
            outputs[grade_id(line.id)] = f"{full_account(line, reveal)}\n"
    for cell in notebook["cells"]:
        name = name_of(cell)
        if name in texts:
            cell["source"] = texts[name]
        elif name in outputs:
            # A stream is shown escaped, character by character; richer outputs may become HTML.
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": outputs[name]}]
    mark = {"student": result.student, "fingerprint": result.fingerprint}
    notebook["metadata"][MARK] = dict(notebook["metadata"].get(MARK, {})) | mark


def name_of(cell: Mapping[str, Any]) -> str:
    """What nbgrader calls the cell; empty for a cell it does not know."""
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))


def is_answer(cell: Mapping[str, Any]) -> bool:
    """Whether the cell is where a student answers a written question."""
    meta = cell["metadata"].get("nbgrader", {})
    return bool(meta.get("grade") and meta.get("solution"))


def read(path: Path) -> Notebook:
    import nbformat

    notebook: Notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    return notebook


def text(notebook: Notebook) -> str:
    """The notebook as nbgrader itself writes one, so that writing it again changes no byte."""
    import nbformat

    return f"{nbformat.writes(node(notebook), version=4)}\n"  # type: ignore[no-untyped-call]


def node(notebook: Notebook) -> Any:
    """The same as nbgrader passes it around."""
    from nbformat.notebooknode import from_dict

    return from_dict(notebook)  # type: ignore[no-untyped-call]


def comment(exercise: ExerciseResult, reveal: bool) -> str | None:
    """Why points are missing, for the comment box; None when none are.

    nbgrader renders comments as markdown, lets HTML through and typesets formulas. Indented by four, all of it is one
    code block, which is shown as it stands.
    """
    text = []
    for line in exercise.rubric:
        if line.points < line.max or line.state in ("error", "deferred", "noisy"):
            shown = STATES[line.state]
            short: list[RubricResult | Check] = [line, *(check for check in line.checks if check.points < check.max)]
            reasons = [why_shown(line, part, reveal) for part in short]
            why = next((reason for reason in reasons if reason), shown.word)
            text += indented(f"{shown.glyph} {line.title} ({points_shown(line)}): {why}", 4)
    return "\n".join(text) or None


def _notebook(module: Module, codes: Mapping[str, str]) -> Notebook:
    written = questions.read(module)
    cells = [_markdown(f"{module.id}-title", written.introduction or f"# {module.id} {module.title}")]
    for question in written.questions:
        cells += [_question_cell(question), _answer_cell(question)]
    for exercise in module.exercises:
        cells.append(_markdown(f"{grade_id(exercise.id)}-title", f"## {exercise.id} {exercise.title}"))
        cells.append(_cell(code_id(exercise), codes[code_id(exercise)], solution=True))
        cells += [_grade_cell(line) for line in exercise.rubric]
    metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}, MARK: {}}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def _markdown(name: str, source: str) -> Cell:
    # Course-owned text, and locked: what is not is rendered as the student left it.
    return _cell(name, source, kind="markdown", locked=True)


def _question_cell(question: Question) -> Cell:
    head = f"## {question.title} ({count_points(question.max)})"
    return _markdown(f"{grade_id(question.id)}-question", f"{head}\n\n{question.text}".strip())


def _answer_cell(question: Question) -> Cell:
    return _cell(grade_id(question.id), TEXT_STUB, kind="markdown", grade=True, solution=True, points=question.max)


def _grade_cell(line: RubricLine) -> Cell:
    source = f"# {line.id}: {line.title}, {count_points(line.max)}\n"
    source += "# judged by the course's graders; this cell only shows the verdict"
    return _cell(grade_id(line.id), source, grade=True, locked=True, points=line.max)


def _cell(
    name: str,
    source: str,
    *,
    kind: str = "code",
    solution: bool = False,
    grade: bool = False,
    locked: bool = False,
    points: int | None = None,
) -> Cell:
    from nbgrader.utils import compute_checksum  # type: ignore[import-untyped]

    meta: dict[str, Any] = {
        "schema_version": 3,
        "grade_id": name,
        "cell_type": kind,
        "grade": grade,
        "solution": solution,
        "locked": locked,
        "task": False,
    }
    if points is not None:
        meta["points"] = points
    cell: Cell = {"cell_type": kind, "id": name, "metadata": {"nbgrader": meta}, "source": source}
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    meta["checksum"] = compute_checksum(node(cell))
    return cell
