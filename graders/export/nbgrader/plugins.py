"""What nbgrader's own commands run instead of a kernel, named in the `nbgrader_config.py` that the export writes.

`nbgrader autograde` puts the handed-in notebook into the shape handed out (`Repair`), then writes the verdicts of
`<results>/<module>/<student>.json`, and of humans who decided otherwise, into it and into the gradebook (`Verdicts`).
Nothing in a notebook is executed.

Read by nbgrader only: importing this file takes as long as importing nbgrader.
"""

import csv
import math
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import bleach
from jinja2 import pass_context
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbgrader.api import Gradebook  # type: ignore[import-untyped]
from nbgrader.plugins import BasePlugin, CsvExportPlugin  # type: ignore[import-untyped]
from nbgrader.preprocessors import AssignLatePenalties, NbGraderPreprocessor  # type: ignore[import-untyped]
from nbgrader.utils import compute_checksum, determine_grade  # type: ignore[import-untyped]
from traitlets import Float, Unicode

from graders import course
from graders import csv_cells as tables
from graders.export.grades import check_results
from graders.export.nbgrader import memory, notebooks, repair
from graders.export.nbgrader.decide import Rows, decide_returned, decide_rows, verdicts
from graders.export.nbgrader.moments import hand_in_time, time_of
from graders.export.nbgrader.read import files_beside, read_comments, read_grades
from graders.export.nbgrader.typed import points_off
from graders.export.nbgrader.write import write_files, write_rows
from graders.grading import override
from graders.result import Result, load
from graders.submission import STAMP, as_text, is_about, read_files


class Repair(NbGraderPreprocessor):  # type: ignore[misc]
    """Before all else: nbgrader's own steps stop the batch at a copied cell and lose what is in a damaged one."""

    def preprocess(self, notebook: Any, resources: Any) -> tuple[Any, Any]:
        module = course.find_module(resources["nbgrader"]["assignment"])
        mended, notes = repair.repaired(notebook, notebooks.handed_out(module))
        for note in notes:
            self.log.warning("%s: %s", resources["nbgrader"]["student"], note)
        mended["metadata"][notebooks.MARK] = {"handed_in": True}
        return notebooks.node(mended), resources


class Verdicts(NbGraderPreprocessor):  # type: ignore[misc]
    """In place of execution: the graders' verdicts, shown in the notebook and recorded as automatic scores."""

    results = Unicode(help="the folder that `python -m graders grade --out` wrote to").tag(config=True)
    overrides = Unicode(help="the file of `python -m graders override`; none: the graders' verdicts alone").tag(config=True)

    def preprocess(self, notebook: Any, resources: Any) -> tuple[Any, Any]:
        names = resources["nbgrader"]
        student, module_id = names["student"], names["assignment"]
        result = self._result(module_id, student)
        module = course.find_module(module_id)
        check_results(module, [result])
        folder = Path(resources["metadata"]["path"])
        files, _ = read_files(folder, module)
        if not is_about(result, files):
            raise RuntimeError(
                f"{student} handed in other files than were graded: run python -m graders grade {module_id} first"
            )
        notebooks.fill(notebook, result, as_text(files))
        path = memory.path_of(self.parent.parent.coursedir, student, module_id)
        with Gradebook(names["db_url"]) as book:
            submitted = book.find_submission_notebook(names["notebook"], module_id, student)
            submitted.assignment.timestamp = hand_in_time(folder / STAMP)
            grades = {row.name: row for row in submitted.grades}
            comments = {row.name: row for row in submitted.comments}
            is_new = all(row.auto_score is None for row in grades.values())
            shown = {} if is_new else memory.remembered(path)
            answers = _set_answers(notebook, grades, comments, shown.get("answers", {}))
            there = Rows(read_grades(grades), read_comments(comments))
            write_rows(grades, comments, decide_rows(result, there, shown.get("lines", {})))
            book.db.commit()
        returned = decide_returned(files_beside(folder / STAMP), None, time_of(result.finished), secrets.token_hex(64))
        write_files(folder, returned)
        memory.remember(path, {"lines": verdicts(result), "answers": answers})
        return notebooks.node(notebook), resources

    def _result(self, module_id: str, student: str) -> Result:
        try:
            judged = load(Path(self.results) / module_id / f"{student}.json")
        except FileNotFoundError:
            raise RuntimeError(f"{student} is not graded yet: run python -m graders grade {module_id} first") from None
        (result,) = override.applied([judged], override.read(Path(self.overrides)))
        return result


def _set_answers(
    notebook: Any, grades: Mapping[str, Any], comments: Mapping[str, Any], before: Mapping[str, str]
) -> dict[str, str]:
    """Flag the written answers that somebody has to read, and say what they are by cell name.

    An answer that was read and is as it was `before` stays read. No answer is worth 0 without anybody looking.
    """
    answers = {}
    for cell in filter(notebooks.is_answer, notebook.cells):
        name = notebooks.name_of(cell)
        answers[name] = compute_checksum(cell)
        grade = grades[name]
        is_read = not grade.needs_manual_grade and before.get(name) == answers[name]
        grade.auto_score, _ = determine_grade(cell)
        grade.needs_manual_grade = not is_read and (grade.auto_score is None or grade.manual_score is not None)
        comments[name].auto_comment = None if grade.auto_score is None else "No response."
    return answers


class LatePerDay(BasePlugin):  # type: ignore[misc]
    """A share of the score off for every day begun after the due date."""

    share = Float(0.0, help="0.1: a tenth of the score for every day begun").tag(config=True)

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> float:
        """nbgrader's plug-in point."""
        return min(1.0, self.share * math.ceil(total_seconds_late / 86_400)) * score


_WHO = ["assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"]


class Grades(CsvExportPlugin):  # type: ignore[misc]
    """`nbgrader export`, with its columns: late penalties as of now, names quoted, no score where nothing was graded."""

    def export(self, gradebook: Any) -> None:
        late = AssignLatePenalties(parent=self)
        late.init_plugin()
        with Path(self.to or "grades.csv").open("w", newline="", encoding="utf-8") as file:
            table = csv.writer(file, lineterminator="\n")
            table.writerow([*_WHO, "raw_score", "late_submission_penalty", "score", "max_score", "needs_manual_grade"])
            for assignment in gradebook.assignments:
                if self.assignment and assignment.name not in map(str, self.assignment):
                    continue
                submissions = {each.student_id: each for each in assignment.submissions}
                for student in gradebook.students:
                    if not self.student or student.id in map(str, self.student):
                        scores = _scores(submissions.get(student.id), late.plugin_inst)
                        names = [tables.cell(name or "") for name in (student.last_name, student.first_name)]
                        about = [student.id, *names, tables.identifier(student.email or "")]
                        row = [assignment.name, assignment.duedate, scores[0], *about, *scores[1:4]]
                        table.writerow([*row, assignment.max_score, scores[4]])
        gradebook.db.commit()


def _scores(submission: Any, late: Any) -> list[Any]:
    """When, points, points off, score, whether somebody still has to look; the late penalty is brought up to date."""
    if submission is None:
        return ["", "", "", "", ""]
    for notebook in submission.notebooks:
        notebook.late_submission_penalty = points_off(submission, notebook, late)
    points = sum(notebook.score for notebook in submission.notebooks)
    off = sum(notebook.late_submission_penalty or 0.0 for notebook in submission.notebooks)
    waits = any(grade.needs_manual_grade for notebook in submission.notebooks for grade in notebook.grades)
    return [submission.timestamp, points, off, max(0.0, points - off), waits]


_TEXT = "a b blockquote br code del div em h1 h2 h3 h4 h5 h6 hr i img p pre s span strong sub sup"
_TAGS = f"{_TEXT} dd dl dt li ol ul table tbody td th thead tr".split()
_ACTIVE_MATH = re.compile(r"\\(?=(?:href|url|require|html\w*|style|class|cssId|data|unicode|includegraphics)\b)")


@pass_context
def safe_markdown(context: Any, source: str) -> str:
    """Markdown as nbconvert renders it, then cleaned: it is shown to whoever grades, who may change every score.

    Cleaned after rendering, for markdown has too many ways to write a link. No ids: formgrader finds its fields by them.
    """
    cell = context.get("cell") or {}
    renderer = IPythonRenderer(escape=False, exclude_anchor_links=True, attachments=cell.get("attachments", {}))
    html = bleach.clean(
        MarkdownWithMath(renderer=renderer).render(source), _TAGS, _is_allowed, ["http", "https", "mailto", "data"]
    )
    # Formulas are typeset by the browser, where they could still link and run scripts; in code they are text already.
    parts = re.split(r"(<pre\b.*?</pre>|<code\b.*?</code>)", html, flags=re.DOTALL)
    return "".join(part if number % 2 else _ACTIVE_MATH.sub("", part) for number, part in enumerate(parts))


def _is_allowed(tag: str, attribute: str, value: str) -> bool:
    match tag, attribute:
        case "a", "href":
            return re.match(r"https?://|mailto:|#", value) is not None
        case "img", "src":
            return re.match(r"data:image/(png|jpeg);base64,", value) is not None
        case "img", "alt":
            return True
        case (("span" | "div" | "pre"), "class"):
            return re.fullmatch(r"highlight|[a-z]{1,2}\d?", value) is not None
    return False
