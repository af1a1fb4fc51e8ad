"""Submissions with notebooks through nbgrader's own commands: nothing runs, nothing gets lost, nothing stops the batch."""

import csv
import importlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import nbformat
import pytest

from graders import course, roster
from graders.course import ROOT, Module
from graders.export.grades import ExportError
from graders.export.nbgrader import class_list, notebooks, repair, stage
from graders.export.nbgrader.class_list import ClassList, Entered
from graders.export.nbgrader.gradebook import enter, export, prepare
from graders.grading import override, store
from graders.questions import Question, Questions, read
from graders.result import Check, ExerciseResult, Result, encode, judge_line, write_atomically
from graders.roster import Person
from graders.submission import Submission, find_submissions, fingerprint
from tests import browser, checkout, samples

plugins = pytest.importorskip("graders.export.nbgrader.plugins", reason="nbgrader is not installed")

QUESTIONS = """\
# m9: what you saw

## Why does it wrap round? (4 points)

Think of a ring.

```
## not a question
```

## What would be faster? (2 points)
"""
EVIL = """\
<script>document.title='owned'</script><img src=x onerror=alert(1)> <h1 id="m9-q1">clobber</h1>
[link](java&#115;cript:alert(1)) ![spy](http://evil.example/x.png) $\\href{javascript:alert(1)}{x}$ and $a^2$ is fine"""
STUDENTS = ("ada", "ben", "cat", "dan", "eve", "fay")


DEADLINE = "2099-12-31T23:59+01:00"
ROSTER = """\
student,name,email,deadline
ada,Ada Lovelace,ada@example.org,
cat,"van der Berg, Zoë <b>",,2100-01-02T00:00+01:00
dan,=Dan,,2099-12-30T23:59+01:00
idle,Some Body,,
"""


class Course:
    """A checkout with a module m9, submissions, results, and the nbgrader course folder made from them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.out = folder, folder / "out"
        self.nbgrader_folder = self.out / "nbgrader"
        self.module: Module = course.load_module(folder / "assignments" / "m9")
        self.staged = self.autograded = ""
        """What those two commands said."""

    @classmethod
    def make(cls, folder: Path) -> "Course":
        shutil.copytree(ROOT / "graders", folder / "graders", ignore=shutil.ignore_patterns("__pycache__", "hidden"))
        m9 = folder / "assignments" / "m9"
        m9.mkdir(parents=True)
        files = {"module.toml": checkout.MODULE, "e1_blur.py": checkout.STARTER, "test_e1_blur.py": checkout.TESTS}
        files |= {"e2_gpu.py": "def f(x):\n    raise NotImplementedError\n", "test_e2_gpu.py": checkout.GPU_TESTS}
        for name, text in (files | {"handin.md": QUESTIONS}).items():
            (m9 / name).write_text(text, encoding="utf-8")
        return cls(folder)

    def write(self, path: str, text: str) -> Path:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def graders(self, *arguments: str) -> str:
        done = self.run(self.folder, "-m", "graders", *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def stage(self, folder: str) -> list[stage.Staged]:
        """As `graders nbgrader` does, without waiting for its start."""
        place = prepare(self.module, self.nbgrader_folder)
        return stage.stage(self.module, find_submissions(self.folder / folder, self.module), place)

    def nbgrader(self, *arguments: str, cwd: Path | None = None) -> str:
        done = self.run(cwd or self.nbgrader_folder, "-m", "nbgrader", *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "ERROR" not in done.stderr, done.stderr
        return done.stderr

    def run(self, cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=cwd,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def environment(self) -> dict[str, str]:
        """Of this checkout, and with a home of its own: the configuration of whoever runs the tests is their business."""
        names = ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
        homes = dict.fromkeys(names, str(self.folder / "home"))
        return os.environ | homes | {"PYTHONUTF8": "1", "PYTHONPATH": str(self.folder), "COLUMNS": "80"}

    def export(self, **states: str) -> Any:
        """What `graders grade` does after judging: result files, then the gradebook."""
        results = [result(self.module, student, **states) for student in STUDENTS]
        for each in results:
            write_atomically(self.out / "m9" / f"{each.student}.json", encode(each))
        return export(
            self.module, results, {student: {"e1_blur.py": checkout.FAST} for student in STUDENTS}, self.nbgrader_folder
        )

    @contextmanager
    def book(self) -> Iterator[Any]:
        from nbgrader.api import Gradebook

        book = Gradebook(f"sqlite:///{self.nbgrader_folder}/gradebook.db", "numbers-go-brrr")
        try:
            yield book
        finally:
            book.close()

    def rows(self, student: str) -> dict[str, tuple[Any, ...]]:
        with self.book() as book:
            notebook = book.find_submission_notebook("m9", "m9", student)
            return {row.name: (row.auto_score, row.manual_score, row.needs_manual_grade) for row in notebook.grades}

    def grades(self) -> dict[str, dict[str, str]]:
        self.nbgrader("export")
        with (self.nbgrader_folder / "grades.csv").open(encoding="utf-8", newline="") as file:
            return {row["student_id"]: row for row in csv.DictReader(file)}

    def shown(self, student: str) -> Any:
        return nbformat.read(self.nbgrader_folder / "autograded" / student / "m9" / "m9.ipynb", 4)

    def files(self) -> dict[str, tuple[bytes, int]]:
        found = [path for path in self.nbgrader_folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
        return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in found if path.name != "grades.csv"}


def result(module: Module, student: str, file: str = "e1_blur.py", text: str = checkout.FAST, **states: str) -> Result:
    """10 points of m9 for that file, and one line decided elsewhere, unless `states` say otherwise."""
    exercises = []
    for exercise in module.exercises:
        lines = []
        usual = {"e2.correct": "fail", "e2.gpu": "deferred"}
        for line in exercise.rubric:
            state: Any = states.get(line.kind, usual.get(line.id.partition(".")[2], "pass"))
            points = line.max if state == "pass" else 0
            check = Check(title="all of it", state=state, points=points, max=line.max, why="" if points else f"says {state}")
            lines.append(judge_line(line.id, line.title, line.max, [check]))
        exercises.append(ExerciseResult(id=exercise.id, title=exercise.title, file=exercise.path.name, rubric=lines))
    print_ = fingerprint(Submission(student, {file: text.encode()}, {}), "any grader")
    return msgspec.structs.replace(samples.result(student), module=module.id, fingerprint=print_, exercises=exercises)


def answered(notebook: Any, **answers: str) -> Any:
    """A copy of the notebook with the written answers filled in."""
    copy = nbformat.from_dict(json.loads(json.dumps(notebook)))
    for cell in copy.cells:
        name = cell.metadata.nbgrader.grade_id
        cell.source = answers.get(name.removeprefix("m9-"), cell.source)
    return copy


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The course folder before anybody has handed in: made, and released into an exchange."""
    made = Course.make(tmp_path_factory.mktemp("roads"))
    assert "assignments/m9/handin.ipynb" in made.graders("notebook", "m9")
    assert "next: cd out/nbgrader, then nbgrader generate_assignment m9" in made.graders("nbgrader", "m9", "--out", "out")
    made.nbgrader("generate_assignment", "m9")
    made.nbgrader("release_assignment", "m9")
    return made


@pytest.fixture(scope="module")
def graded(prepared: Course) -> Course:
    """Six students, most of them in some trouble; graded, staged and autograded by nbgrader."""
    made = prepared
    blank = nbformat.read(made.folder / "assignments/m9/handin.ipynb", 4)
    for student in STUDENTS:
        made.write(f"handins/{student}/m9/e1_blur.py", checkout.FAST)
    good = answered(blank, q1="Because the ends are neighbours: $i \\bmod n$.", q2="**numba**")
    made.write("handins/fay/m9/handin.ipynb", nbformat.writes(good))
    made.write("handins/fay/m9/timestamp.txt", "2100-01-02T13:00:00+01:00\n")
    made.write("handins/cat/m9/m9 (1).ipynb", json.dumps(_tortured(good)))
    made.write("handins/cat/m9/another.ipynb", json.dumps({"cells": [], "metadata": {}}))
    made.write("handins/dan/m9/m9.ipynb", nbformat.writes(good)[:-100])
    evil = answered(blank, q1=EVIL, q2="**bold**")
    evil.cells.append(nbformat.v4.new_code_cell(f"open({str(made.folder / 'ran')!r}, 'w')"))
    output = nbformat.v4.new_output("display_data", {"text/html": "<script>alert(2)</script>", "text/plain": "plain"})
    evil.cells[-1].outputs = [output, nbformat.v4.new_output("stream", text="x" * 3_000_000)]
    evil.metadata["language_info"] = {"name": "<script>alert(3)</script>"}
    made.write("handins/eve/m9/m9.ipynb", nbformat.writes(evil))
    made.write("handins/eve/m9/handin.ipynb", nbformat.writes(blank))
    _submit_as_student(made, "ada", good)
    made.write("handins/cat/m9/timestamp.txt", "2100-01-02T13:00:00+01:00\n")
    made.write("handins/dan/m9/timestamp.txt", "2099-12-31 11:00:00.5 UTC\n")
    config = made.nbgrader_folder / "nbgrader_config.py"
    config.write_text(config.read_text(encoding="utf-8").replace("LatePerDay.share = 0.0", "LatePerDay.share = 0.1"))
    made.export()
    shutil.rmtree(made.folder / "handins" / "ada")
    made.stage("out/nbgrader/submitted")
    made.write("roster.csv", ROSTER)
    made.staged = made.graders("nbgrader", "m9", "handins", "--out", "out", "--roster", "roster.csv", "--deadline", DEADLINE)
    made.autograded = made.nbgrader("autograde", "m9")
    return made


def _submit_as_student(made: Course, student: str, notebook: Any) -> None:
    """Through the exchange, with nbgrader's own commands."""
    home = made.folder / "home of a student"
    exchange = [f"--Exchange.root={made.nbgrader_folder / 'exchange'}", "--course", "numbers-go-brrr"]
    (home / "m9").mkdir(parents=True)
    (home / "m9" / "m9.ipynb").write_text(nbformat.writes(notebook), encoding="utf-8")
    (home / "m9" / "e1_blur.py").write_text(checkout.FAST, encoding="utf-8")
    made.nbgrader("submit", "m9", *exchange, f"--student={student}", f"--Exchange.cache={home / 'cache'}", cwd=home)
    made.nbgrader("collect", "m9", "--CollectApp.check_owner=False")


def _tortured(notebook: Any) -> dict[str, Any]:
    """A test cell copied, one deleted, points raised, an answer without its metadata, another split in two."""
    raw: dict[str, Any] = json.loads(nbformat.writes(notebook))
    cells = {cell["metadata"]["nbgrader"]["grade_id"]: cell for cell in raw["cells"]}
    cells["m9-e1-correct"]["metadata"]["nbgrader"]["points"] = 100
    cells["m9-q1"]["metadata"] = {}
    order = [cell for name, cell in cells.items() if name != "m9-e1-speed"]
    second = cells["m9-q2"] | {"source": "and **threads**", "id": "other"}
    order.insert(order.index(cells["m9-q2"]) + 1, second)
    order += [cells["m9-e1-correct"] | {"id": "copy"}, {"cell_type": "raw", "source": EVIL}, {"nonsense": 1}, "junk"]
    raw["cells"] = order
    return raw


@pytest.fixture
def moved(graded: Course, tmp_path: Path) -> Course:
    """A copy to change; that it works elsewhere shows that it holds no path of this machine."""
    copy = Course(Path(shutil.copytree(graded.folder, tmp_path / "moved")))
    (copy.folder / "ran").unlink(missing_ok=True)
    return copy


# ---- the notebook handed out --------------------------------------------------------------------------------------


def test_nbgrader_releases_the_notebook_that_the_command_makes(prepared: Course) -> None:
    mine = nbformat.read(prepared.folder / "assignments/m9/handin.ipynb", 4)
    released = nbformat.read(prepared.nbgrader_folder / "exchange/numbers-go-brrr/outbound/m9/m9.ipynb", 4)
    for one, other in zip(mine.cells, released.cells, strict=True):
        assert (one.id, one.source, one.metadata.nbgrader) == (other.id, other.source, other.metadata.nbgrader)
    assert [cell.id for cell in mine.cells if "points" in cell.metadata.nbgrader] == [
        "m9-q1", "m9-q2", "m9-e1-correct", "m9-e1-speed", "m9-e1-hidden", "m9-e2-correct", "m9-e2-gpu"
    ]  # fmt: skip


def test_questions_are_headings_with_points(prepared: Course) -> None:
    first, second = read(prepared.module).questions
    assert read(prepared.module).introduction == "# m9: what you saw"
    assert first == Question("m9.q1", "Why does it wrap round?", 4, "Think of a ring.\n\n```\n## not a question\n```")
    assert (second.id, second.max, second.text) == ("m9.q2", 2, "")


@pytest.mark.parametrize("heading", ["## Why?", "## Why? (0 points)", "## Why? (some points)"])
def test_a_question_without_points_is_named_by_its_line(heading: str, tmp_path: Path) -> None:
    module = samples.module(tmp_path)
    (tmp_path / "handin.md").write_text(f"# m2\n\n{heading}\n")
    with pytest.raises(course.CourseError, match=r"handin\.md:3: a question is a heading such as"):
        read(module)


def test_a_module_without_questions_has_automatic_cells_only(tmp_path: Path) -> None:
    module = samples.module(tmp_path)
    assert read(module) == Questions()
    notebook = notebooks.handed_out(module)
    nbformat.validate(notebooks.node(notebook))
    assert not any(map(notebooks.is_answer, notebook["cells"]))
    assert sum("points" in cell["metadata"]["nbgrader"] for cell in notebook["cells"]) == 8


@pytest.mark.long
def test_m2_goes_the_same_way_without_questions(prepared: Course, tmp_path: Path) -> None:
    made = Course(Path(shutil.copytree(prepared.folder, tmp_path / "moved", ignore=shutil.ignore_patterns("out"))))
    shutil.copytree(ROOT / "assignments" / "m2", made.folder / "assignments" / "m2")
    made.module = course.load_module(made.folder / "assignments" / "m2")
    made.write("handins/ada/m2/e1_amdahl.py", "# mine\n")
    graded = result(made.module, "ada", "e1_amdahl.py", "# mine\n", correct="pass", hidden="error")
    write_atomically(made.out / "m2" / "ada.json", encode(graded))
    export(made.module, [graded], {}, made.nbgrader_folder)
    (staged,) = made.stage("handins")
    assert staged.notes == ["no notebook: the one handed out is supplied"]
    made.nbgrader("generate_assignment", "m2")  # takes no cells but those that are there, now that there is a submission
    made.nbgrader("autograde", "m2")
    with made.book() as book:
        rows = book.find_submission_notebook("m2", "m2", "ada").grades
        scores = {row.name: (row.auto_score, row.needs_manual_grade) for row in rows}
    assert scores == {
        line.id.replace(".", "-"): (None, True) if line.kind == "hidden" else (float(line.max), False)
        for exercise in made.module.exercises
        for line in exercise.rubric
    }


# ---- handed in ----------------------------------------------------------------------------------------------------


def test_the_table_says_what_was_wrong(graded: Course) -> None:
    rows = [tuple(line.split(maxsplit=1)) for line in graded.staged.splitlines() if line.split()[0] in STUDENTS]
    assert rows == [
        ("ben", "no notebook: the one handed out is supplied"),
        ("cat", "the notebook was named m9 (1).ipynb"),
        ("cat", "m9-q2 was there 2 times"),
        ("cat", "m9-e1-correct was there 2 times"),
        ("cat", "m9-e1-correct was changed"),
        ("cat", "m9-e1-speed was missing"),
        ("dan", "m9.ipynb is not valid JSON: not read"),
        ("dan", "the notebook handed out takes its place"),
        ("eve", "handin.ipynb is there beside m9.ipynb: not read"),
    ]
    assert "5 handed over, 5 of them new or changed" in graded.staged
    assert "class list: 1 new, 3 changed; due 2099-12-31 22:59 UTC; 2 extensions new or changed" in graded.staged


def test_nothing_was_executed(graded: Course) -> None:
    assert not (graded.folder / "ran").exists()
    assert "open(" in graded.shown("eve").cells[-1].source
    assert "kernel" not in graded.autograded.lower()
    assert not list((graded.folder / "home").rglob("kernel-*.json"))


def test_every_notebook_has_the_same_shape_again(graded: Course) -> None:
    blank = [cell.id for cell in nbformat.read(graded.folder / "assignments/m9/handin.ipynb", 4).cells]
    for student in STUDENTS:
        cells = graded.shown(student).cells
        assert [cell.id for cell in cells if "nbgrader" in cell.metadata] == blank, student
    answers = {cell.id: cell.source for cell in graded.shown("cat").cells}
    assert answers["m9-q1"].startswith("Because the ends")
    assert answers["m9-q2"] == "**numba**\n\nand **threads**"
    assert "roll" in answers["m9-e1-code"]
    assert len(json.dumps(graded.shown("eve"))) < 40_000


def test_written_answers_wait_and_the_rest_is_decided(graded: Course) -> None:
    for student in STUDENTS:
        rows = graded.rows(student)
        answer = (0.0, None, False) if student in ("ben", "dan") else (None, None, True)
        assert rows.pop("m9-q1") == rows.pop("m9-q2") == answer, student
        assert rows == {
            "m9-e1-correct": (4.0, None, False),
            "m9-e1-speed": (4.0, None, False),
            "m9-e1-hidden": (2.0, None, False),
            "m9-e2-correct": (0.0, None, False),
            "m9-e2-gpu": (None, None, False),
        }


def test_totals_are_those_of_the_results_and_late_days_cost(moved: Course) -> None:
    points = {student: float(result(moved.module, student).points) for student in STUDENTS}
    grades = moved.grades()
    assert {student: float(grades[student]["raw_score"]) for student in STUDENTS} == points
    assert {student: float(grades[student]["max_score"]) for student in STUDENTS} == dict.fromkeys(STUDENTS, 19.0)
    late = {student: float(grades[student]["late_submission_penalty"]) for student in STUDENTS}
    # fay: 37 hours, two days begun, a tenth each; cat handed in with her, and had a day more; dan had a day less
    assert late == dict.fromkeys(STUDENTS, 0.0) | {"fay": 2.0, "cat": 1.0, "dan": 1.0}
    assert float(grades["fay"]["score"]) == 8.0
    names = {student: (row["first_name"], row["last_name"], row["email"]) for student, row in grades.items()}
    assert names == dict.fromkeys(STUDENTS, ("", "", "")) | {
        "ada": ("Ada", "Lovelace", "ada@example.org"),
        "cat": ("Zoë ‹b›", "van der Berg", ""),
        "dan": ("", "'=Dan", ""),
        "idle": ("Some", "Body", ""),
    }
    assert grades["idle"]["score"] == ""
    with moved.book() as book:
        grade = book.find_grade("m9-q1", "m9", "m9", "fay")
        grade.manual_score, grade.needs_manual_grade = 4.0, False
        book.db.commit()
        scores = plugins._scores(book.find_submission("m9", "fay"), plugins.LatePerDay(share=0.1))
        assert scores[1:4] == pytest.approx([14.0, 2.8, 11.2])


def test_deadlines_in_the_gradebook_follow_the_class_list(moved: Course) -> None:
    def extensions(text: str, due: datetime | None = None) -> dict[str, float]:
        """How many hours everybody has more than the due date allows, once that class list is entered."""
        people = roster.read(moved.write("roster.csv", text))
        entered.append(enter(moved.module, moved.nbgrader_folder, ClassList(people, due)))
        with moved.book() as book:
            rows = book.find_assignment("m9").submissions
            return {row.student_id: row.extension.total_seconds() / 3600 for row in rows if row.extension}

    entered: list[Entered] = []
    minute = 1 / 60
    assert extensions(ROSTER) == {"cat": pytest.approx(24 + minute), "dan": -24}
    assert entered[-1] == Entered()  # nothing new
    with moved.book() as book:
        book.grant_extension("m9", "fay", days=1)
    assert extensions(ROSTER, roster.moment(DEADLINE) + timedelta(hours=2)) == {
        "cat": pytest.approx(22 + minute),
        "dan": -26,
        "fay": 24,
    }
    without = ROSTER.replace("2100-01-02T00:00+01:00", "")
    assert extensions(without) == {"dan": -26, "fay": 24}  # fay's is from people
    with moved.book() as book:
        book.find_assignment("m9").duedate = None
        book.db.commit()
    assert extensions(ROSTER) == {"fay": 24}
    assert "m9 has no due date that the class list's deadlines could extend" in entered[-1].notes[0]


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Ann Lee", "Ann", "Lee"), ("Lee, Ann", "Ann", "Lee"), ("Zoë van der Berg", "Zoë", "van der Berg"),
        ("Madonna", "", "Madonna"), ("", "", ""), ("  Ann   B.  Lee ", "Ann B.", "Lee"), ("de Wit", "de", "Wit"),
        ("<script>alert(1)</script>", "", "‹script›alert(1)‹/script›"),
    ],
)  # fmt: skip
def test_names_as_nbgrader_wants_them(name: str, first: str, last: str) -> None:
    assert class_list.names(Person("s1", name)) == (first, last)


def test_feedback_shows_answers_and_runs_nothing(moved: Course) -> None:
    moved.nbgrader("generate_feedback", "m9")
    pages = {
        path.parent.parent.name: path.read_text(encoding="utf-8") for path in moved.nbgrader_folder.glob("feedback/*/m9/*.html")
    }
    assert pages.keys() == set(STUDENTS)
    eve = pages["eve"]
    assert "(Score: 10.0 / 19.0)" in eve
    assert "<strong>bold</strong>" in eve and "$a^2$" in eve
    body = eve[eve.index("<body") :]
    assert not re.search(r"<script>(document|alert)|<img[^>]*(evil|onerror)|href=[\"']?javascript|\\href\{", body)
    assert re.search(r"<h1>\s*clobber", body)
    assert "Late submission penalty" in pages["fay"] and "Late submission" not in pages["eve"]
    assert "says fail" in pages["ada"] and "No response." in pages["ben"]
    moved.nbgrader("release_feedback", "m9")
    released = list((moved.nbgrader_folder / "exchange/numbers-go-brrr/feedback").glob("*.html"))
    assert {path.read_text(encoding="utf-8") for path in released} == set(pages.values())
    home = moved.folder / "home of a student"
    exchange = [f"--Exchange.root={moved.nbgrader_folder / 'exchange'}", "--course", "numbers-go-brrr"]
    moved.nbgrader("fetch_feedback", "m9", *exchange, f"--Exchange.cache={home / 'cache'}", cwd=home)
    (fetched,) = home.glob("m9/feedback/*/m9.html")
    assert fetched.read_text(encoding="utf-8") == pages["ada"]  # who alone submitted through nbgrader


def test_doing_it_all_again_changes_nothing(moved: Course) -> None:
    results = [result(moved.module, student) for student in STUDENTS]
    assert export(moved.module, results, {}, moved.nbgrader_folder).unchanged == list(STUDENTS)  # no submissions at hand
    export(moved.module, results, {student: {} for student in STUDENTS}, moved.nbgrader_folder)  # other sources
    assert moved.export().changed == list(STUDENTS)
    before = moved.files()
    assert moved.export().changed == []
    assert not any(each.changed for each in moved.stage("handins"))
    assert "Autograding" not in moved.nbgrader("autograde", "m9")
    after = moved.files()
    assert {path for path in after if after[path] != before.get(path)} == set()
    assert before.keys() == after.keys()


def test_what_humans_did_survives_and_a_changed_answer_is_read_again(moved: Course) -> None:
    for student in ("ada", "fay"):
        with moved.book() as book:
            grade = book.find_grade("m9-q1", "m9", "m9", student)
            grade.manual_score, grade.needs_manual_grade = 3.0, False
            book.find_comment("m9-q1", "m9", "m9", student).manual_comment = "well argued"
            book.db.commit()
    changed = answered(nbformat.read(moved.folder / "assignments/m9/handin.ipynb", 4), q1="On second thoughts")
    moved.write("handins/fay/m9/handin.ipynb", nbformat.writes(changed))
    assert [each.student for each in moved.stage("handins") if each.changed] == ["fay"]
    moved.export(speed="fail")
    assert not (moved.nbgrader_folder / "autograded/fay/m9").exists()  # left for nbgrader to make
    assert moved.rows("ada")["m9-e1-speed"] == (0.0, None, False)
    assert "says fail" in str(next(cell for cell in moved.shown("ada").cells if cell.id == "m9-e1-speed").outputs)
    moved.nbgrader("autograde", "m9", "--force")
    assert moved.rows("ada")["m9-e1-speed"] == (0.0, None, False)
    assert moved.rows("ada")["m9-q1"] == (None, 3.0, False)
    assert moved.rows("fay")["m9-q1"] == (None, 3.0, True)
    assert moved.rows("fay")["m9-q2"] == (0.0, None, False)
    with moved.book() as book:
        assert book.find_comment("m9-q1", "m9", "m9", "fay").comment == "well argued"


def test_what_was_decided_by_hand_counts_on_both_roads(moved: Course) -> None:
    arguments = ("override", "m9", "eve", "m9.e1.speed", "1", "--by", "ann", "--why", "close enough")
    moved.graders(*arguments, "--out", "out", "--overrides", "decided.csv")
    said = moved.graders("nbgrader", "m9", "--out", "out", "--overrides", "decided.csv")
    assert "! nbgrader autograde does not read decided.csv" in said
    (moved.folder / "decided.csv").rename(moved.folder / "overrides.csv")
    assert "!" not in moved.graders("nbgrader", "m9", "--out", "out")
    moved.nbgrader("autograde", "m9", "--force", "--student=eve")
    assert moved.rows("eve")["m9-e1-speed"] == (1.0, None, False)
    results = store.results(moved.out, "m9", override.read(moved.folder / "overrides.csv"))
    assert export(moved.module, results, {}, moved.nbgrader_folder).changed == []


def test_who_was_not_graded_as_handed_in_gets_no_score_and_does_not_stop_the_others(moved: Course) -> None:
    (moved.out / "m9" / "ada.json").unlink()
    moved.write("out/nbgrader/submitted/ben/m9/e1_blur.py", checkout.SLOW)
    said = moved.graders("nbgrader", "m9", "out/nbgrader/submitted", "--out", "out")
    remedy = "run python -m graders grade m9 out/nbgrader/submitted first"
    sentences = [f"ada not graded yet: {remedy}", f"ben handed in other files than were graded: {remedy}"]
    assert all(sentence in " ".join(said.split()) for sentence in sentences), said
    assert said.count("first") == 2
    done = moved.run(moved.nbgrader_folder, "-m", "nbgrader", "autograde", "m9", "--force")
    assert done.returncode == 1
    assert "ada is not graded yet: run python -m graders grade m9 first" in done.stderr
    assert "ben handed in other files than were graded: run python -m graders grade m9 first" in done.stderr
    for student in ("ada", "ben"):
        assert not (moved.nbgrader_folder / f"autograded/{student}/m9/m9.ipynb").exists()
    assert (moved.nbgrader_folder / "autograded/fay/m9/m9.ipynb").exists()


@pytest.mark.parametrize(
    "mine", ["del c.Autograde.autograde_preprocessors", "c.Autograde.autograde_preprocessors += ['Execute']"]
)
def test_a_configuration_that_would_run_notebooks_is_refused(moved: Course, mine: str) -> None:
    config = moved.nbgrader_folder / "nbgrader_config.py"
    config.write_text(f"{config.read_text(encoding='utf-8')}\n{mine}\n", encoding="utf-8")
    with pytest.raises(ExportError, match="nbgrader would run what students wrote"):
        stage.stage(moved.module, [], prepare(moved.module, moved.nbgrader_folder))


def test_a_configuration_that_knows_the_plugins_by_their_old_name_keeps_working(moved: Course) -> None:
    config = moved.nbgrader_folder / "nbgrader_config.py"
    text, old = config.read_text(encoding="utf-8"), importlib.import_module("graders.export.bridge")
    named = set(re.findall(r"graders\.export\.nbgrader\.plugins\.(\w+)", text))
    assert len(named) == 5 and all(getattr(old, name) is getattr(plugins, name) for name in named)
    config.write_text(text.replace("graders.export.nbgrader.plugins", "graders.export.bridge"), encoding="utf-8")
    before = moved.rows("eve")
    assert not any(each.changed for each in moved.stage("handins"))
    moved.nbgrader("autograde", "m9", "--force", "--student=eve")
    assert moved.rows("eve") == before


# ---- damaged notebooks --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cells",
    [
        [], [None, 1, "x", [], {}], [{"cell_type": "code"}], [{"cell_type": "markdown", "source": {"a": 1}, "metadata": []}],
        [{"cell_type": "code", "source": ["a\n", 3], "outputs": [{"output_type": "stream", "text": "\ud800\x1b[2J"}, 7, {}]}],
        [{"cell_type": "code", "source": "", "outputs": [{"data": {"image/png": "?", "text/html": "x"}}, {"data": 4}]}],
        [{"cell_type": "markdown", "source": "x", "attachments": {"a.svg": {"image/svg+xml": "<svg>"}, "b": 1}}],
        [{"cell_type": "markdown", "source": "x", "metadata": {"nbgrader": {"grade_id": ["m2-e0-code"]}}, "id": {}}],
        [{"cell_type": "markdown", "source": "x"}] * 500,
    ],
)  # fmt: skip
def test_any_json_becomes_a_notebook_of_the_right_shape(cells: list[Any], tmp_path: Path) -> None:
    blank = notebooks.handed_out(samples.module(tmp_path))
    notebook, notes = repair.repaired({"cells": cells}, blank)
    nbformat.validate(notebooks.node(notebook))
    text = notebooks.text(notebook)
    text.encode()
    assert len(notebook["cells"]) <= len(blank["cells"]) + 200
    assert f"{blank['cells'][0]['id']} was missing" in notes
    assert notebooks.text(repair.repaired(json.loads(text), blank)[0]) == text


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000, b"[]", b'{"cells": {}}'])
def test_what_is_no_notebook_is_said_in_words(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "m2.ipynb"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"not valid JSON|not a notebook"):
        repair.load(path)


@pytest.mark.parametrize(
    "answer",
    [
        "<script>alert(1)</script>", "$$<script>alert(1)</script>$$", "<!--><script>alert(1)</script>-->",
        "[a](javascript:alert(1))", "[a](java&#115;cript:alert(1))", "<a href='\x01javascript:alert(1)'>x</a>",
        "<svg onload=alert(1)>", "[a](evil.html)", "<a href=//evil/x>x</a>", "[a](data:text/html,x)",
        "![p](data:image/svg+xml;base64,AAA)", "![p](http://evil/x.png)",
        r"$\href{javascript:alert(1)}{x}$", r"$\def\q{\href}\q{javascript:alert(1)}{y}$", r"$$\style{position:fixed}{x}$$",
        "<form action=x><input id=m9-q1 class=score>", "<div id=m9-q1 style='position:fixed' class=comment>x</div>", "# m9-q1",
        "<base href=//evil>", "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    ],
)  # fmt: skip
def test_nothing_in_an_answer_is_active(answer: str) -> None:
    html = plugins.safe_markdown({"cell": {}}, answer)
    assert not re.search(r"<(?!/?(a|div|p|h1|img)\b)|<[^>]*\b(id|style|class|href|src|on\w+)=|\\(href|style)", html)


def test_what_belongs_in_an_answer_is_shown() -> None:
    answer = "[a](https://x.org) ![p](attachment:a.png) $a^2$ `<b>`\n\n```python\nx = 1\n```\n\n|a|b|\n|-|-|\n|1|2|"
    html = plugins.safe_markdown({"cell": {"attachments": {"a.png": {"image/png": "iVBORw0KGgo="}}}}, answer)
    for part in (
        '<a href="https://x.org">',
        'src="data:image/png;base64,iVBORw0KGgo="',
        "$a^2$",
        "&lt;b&gt;",
        'class="n"',
        "<td>",
    ):
        assert part in html


# ---- formgrader, in a browser -------------------------------------------------------------------------------------


@pytest.mark.skipif(browser.CHROMIUM is None, reason="there is no Chromium here to open formgrader in")
def test_what_is_typed_in_formgrader_survives(moved: Course, tmp_path: Path) -> None:
    with moved.book() as book:
        page_id = book.find_submission_notebook("m9", "m9", "eve").id
    with formgrader(moved) as url, browser.browser(tmp_path / "profile") as page:
        page.visit(f"{url}formgrader/manage_submissions/m9", "document.body.innerText.includes('eve')")
        page.visit(f"{url}formgrader/submissions/{page_id}/", "document.querySelector('#m9-e1-correct')?.placeholder == '4'")
        assert page.run("document.title") != "owned"
        assert page.run("document.querySelectorAll('#m9-q1').length") == 1
        assert page.run("document.querySelectorAll('img[src*=evil]').length") == 0
        page.fill("#m9-q1", "2.5")
        page.fill("#m9-q1-comment", "well <b>argued</b>")
        browser.wait(lambda: moved.rows("eve")["m9-q1"] == (None, 2.5, False))
        browser.wait(lambda: _comment(moved, "eve") == "well <b>argued</b>")
        moved.export(speed="fail")
        assert "Successfully autograded 'm9' for student 'eve'" in _autograde_button(page, url, "eve")
        moved.write("out/nbgrader/submitted/ben/m9/e1_blur.py", checkout.SLOW)
        assert "ben handed in other files than were graded" in _autograde_button(page, url, "ben")
        moved.export(speed="fail")
        assert moved.rows("eve")["m9-q1"] == (None, 2.5, False)
        assert moved.rows("eve")["m9-e1-speed"] == (0.0, None, False)
        page.visit(f"{url}formgrader/submissions/{page_id}/", "document.querySelector('#m9-e1-speed')?.placeholder == '0'")
        # Formgrader asks for scores and comments one after the other.
        page.wait_for("document.querySelector('#m9-q1').value == '2.5'")
        page.wait_for("document.querySelector('#m9-q1-comment').value == 'well <b>argued</b>'")
    assert not (moved.folder / "ran").exists()


@pytest.mark.skipif(browser.CHROMIUM is None, reason="there is no Chromium here to open formgrader in")
def test_what_is_typed_in_formgrader_is_in_every_total(moved: Course, tmp_path: Path) -> None:
    ids = {}
    with moved.book() as book:
        ids = {student: book.find_submission_notebook("m9", "m9", student).id for student in ("ada", "ben", "cat", "eve")}
    with formgrader(moved) as url, browser.browser(tmp_path / "profile") as page:

        def typed(student: str, **scores: str) -> None:
            loaded = "document.querySelector('#m9-e1-correct')?.placeholder == '4'"
            page.visit(f"{url}formgrader/submissions/{ids[student]}/", loaded)
            for name, points in scores.items():
                cell = f"m9-{name.replace('_', '-')}"
                page.fill(f"#{cell}", points)
                browser.wait(lambda cell=cell, points=points: moved.rows(student)[cell][1] == float(points))

        typed("eve", q1="2.5", e1_hidden="1")
        page.fill("#m9-e1-code-comment", "Lovely <b>loops</b>")
        typed("ada", q1="3", q2="0")
        typed("ben", e1_correct="0")
        typed("cat", e1_speed="3")
        browser.wait(lambda: _comment(moved, "eve", "m9-e1-code") == "Lovely <b>loops</b>")
    formats = "canvas,moodle,gradescope,classroom50,csv,junit"
    said = moved.graders("export", "m9", "--to", formats, "--out", "out", "--roster", _addresses(moved))
    assert "Classroom 50 takes whole totals, and none beyond the maximum: cat, eve" in " ".join(said.split())
    truth = {student: float(row["score"]) for student, row in moved.grades().items() if row["score"]}
    assert truth == {"ada": 13, "ben": 6, "cat": 8.1, "dan": 9, "eve": 11.5, "fay": 8}
    folder = moved.out / "m9" / "export"
    assert _totals(folder) == {"csv": truth, "canvas": truth, "moodle": truth, "gradescope": truth, "junit": truth}
    assert (_maxima(folder), {row["max_score"] for row in moved.grades().values()}) == ({19.0}, {"19.0"})
    small = {path.stem: json.loads(path.read_bytes())["score"] for path in (folder / "classroom50").iterdir()}
    assert small == {student: points for student, points in truth.items() if student not in ("cat", "eve")}
    moved.graders("feedback", "m9", "--out", "out", "--handins", "handins")
    for student, points in truth.items():
        page_text = (moved.out / "m9" / f"{student}.html").read_text(encoding="utf-8")
        assert f"<strong>{points:g}</strong> of 19 points" in page_text
    assert "Lovely &lt;b&gt;loops&lt;/b&gt;" in (moved.out / "m9" / "eve.html").read_text(encoding="utf-8")
    moved.graders("report", "m9", "--out", "out")
    shown = (moved.out / "m9" / "index.html").read_text(encoding="utf-8")
    assert all(f">{points:g}<" in shown for points in truth.values()) and "of 19" in shown
    (moved.nbgrader_folder / "gradebook.db").write_bytes(b"no database")
    for command in (["export", "--to", "csv"], ["report"], ["feedback"]):
        refused = moved.run(moved.folder, "-m", "graders", command[0], "m9", "--out", "out", *command[1:])
        assert refused.returncode == 1 and "cannot be used: file is not a database" in " ".join(refused.stderr.split())


def _addresses(made: Course) -> str:
    rows = "".join(f"{student},{student}@example.org\n" for student in STUDENTS)
    return str(made.write("addresses.csv", f"student,email\n{rows}"))


def _totals(folder: Path) -> dict[str, dict[str, float]]:
    """What each format says of each student."""

    def column(file: str, who: str, points: str) -> dict[str, float]:
        with (folder / file).open(encoding="utf-8-sig", newline="") as table:
            return {row[who].split("@")[0]: float(row[points]) for row in csv.DictReader(table) if row[who]}

    documents = {path.stem: json.loads(path.read_bytes()) for path in (folder / "gradescope").iterdir()}
    suites = ET.parse(folder / "junit.xml").getroot()
    values = {
        str(suite.get("name")): {each.get("name"): each.get("value") for each in suite.iter("property")} for suite in suites
    }
    canvas = column("canvas.csv", "Student", "M9 Trying things")
    return {
        "csv": column("totals.csv", "student", "points"),
        "canvas": {student: points for student, points in canvas.items() if not student.startswith(" ")},
        "moodle": column("moodle.csv", "Email address", "M9 Trying things"),
        "gradescope": {student: document["score"] for student, document in documents.items()},
        "junit": {student: float(each["points"] or "nan") for student, each in values.items()},
    }


def _maxima(folder: Path) -> set[float]:
    """What each format says there is to win."""
    with (folder / "totals.csv").open(encoding="utf-8-sig", newline="") as table:
        found = {float(row["max"]) for row in csv.DictReader(table)}
    with (folder / "canvas.csv").open(encoding="utf-8", newline="") as table:
        found |= {float(next(csv.DictReader(table))["M9 Trying things"])}
    return found


def _autograde_button(page: browser.Page, url: str, student: str) -> str:
    """What formgrader says after a click on the flash in that student's row."""
    row = f"[...document.querySelectorAll('tr')].find(row => row.querySelector('.student-id')?.innerText === '{student}')"
    page.visit(f"{url}formgrader/manage_submissions/m9", f"{row}?.querySelector('.autograde a')")
    page.run(f"{row}.querySelector('.autograde a').click()")
    return str(page.wait_for("document.querySelector('#success-modal, #error-modal')?.textContent"))


def _comment(made: Course, student: str, cell: str = "m9-q1") -> str | None:
    with made.book() as book:
        comment: str | None = book.find_comment(cell, "m9", "m9", student).manual_comment
        return comment


@contextmanager
def formgrader(made: Course) -> Iterator[str]:
    """The address of a Jupyter server in the course folder."""
    options = ["--no-browser", "--allow-root", "--ServerApp.token=", "--ServerApp.password="]
    options += ["--ServerApp.ip=127.0.0.1", "--ServerApp.port=0"]
    log = (made.folder / "server.log").open("w")
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyter", "server", *options],
        cwd=made.nbgrader_folder,
        env=made.environment(),
        stdout=log,
        stderr=log,
    )
    try:
        note = browser.wait(lambda: next((made.folder / "home").glob("jpserver-*.json"), None))
        yield browser.wait(lambda: json.loads(note.read_text() or "{}").get("url"))
    finally:
        server.terminate()
        server.wait(20)
        log.close()


# ---- PostgreSQL ---------------------------------------------------------------------------------------------------


def test_both_roads_end_in_postgresql_where_the_url_says_so(prepared: Course, tmp_path: Path) -> None:
    pytest.importorskip("psycopg", reason="psycopg is not installed: no driver for PostgreSQL")
    made = Course(Path(shutil.copytree(prepared.folder, tmp_path / "moved", ignore=shutil.ignore_patterns("out"))))
    blank = nbformat.read(made.folder / "assignments/m9/handin.ipynb", 4)
    for student in STUDENTS:
        made.write(f"handins/{student}/e1_blur.py", checkout.FAST)
        made.write(f"handins/{student}/handin.ipynb", nbformat.writes(answered(blank, q1=student)))
    with _postgresql() as url:
        prepare(made.module, made.nbgrader_folder, url)
        assert made.export().new == list(STUDENTS)
        assert made.export().unchanged == list(STUDENTS)
        made.write("roster.csv", ROSTER)
        entered = ["--roster", "roster.csv", "--deadline", DEADLINE]
        assert "2 extensions" in made.graders("nbgrader", "m9", "handins", "--out", "out", "--db", url, *entered)
        assert "0 new, 0 changed\n" in made.graders("nbgrader", "m9", "handins", "--out", "out", "--db", url, *entered)
        made.nbgrader("autograde", "m9", "--student=ada")
        grades = made.grades()
        assert {student: float(grades[student]["raw_score"]) for student in STUDENTS} == dict.fromkeys(STUDENTS, 10.0)
        assert (grades["cat"]["last_name"], grades["idle"]["score"]) == ("van der Berg", "")
        assert (grades["ada"]["needs_manual_grade"], grades["ben"]["needs_manual_grade"]) == ("True", "False")
        assert not list(made.nbgrader_folder.glob("*.db"))
        with pytest.raises(ExportError, match="names another gradebook"):
            prepare(made.module, made.nbgrader_folder, "postgresql://elsewhere/other")


@contextmanager
def _postgresql() -> Iterator[str]:
    """The URL of a server of its own, reached by a socket in its folder; skips where there is no PostgreSQL."""
    installed = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr/pgsql").glob("*/bin")]
    initdb = shutil.which("initdb", path=os.pathsep.join([os.environ["PATH"], *map(str, sorted(installed, reverse=True))]))
    if initdb is None:
        pytest.skip("there is no PostgreSQL here: no initdb on PATH or in /usr/lib/postgresql")
    binaries = Path(initdb).resolve().parent
    as_user: dict[str, Any] = {}
    if hasattr(os, "getuid") and os.getuid() == 0:  # which PostgreSQL refuses to run as
        pwd = pytest.importorskip("pwd")
        names = {entry.pw_name for entry in pwd.getpwall()}
        as_user = {"user": "postgres" if "postgres" in names else "nobody", "extra_groups": []}
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as name:  # a socket's path must be short
        if as_user:
            shutil.chown(name, as_user["user"])
        data = f"{name}/data"
        done = subprocess.run(
            [binaries / "initdb", "-D", data, "-U", "course", "-A", "trust", "--no-sync"],
            cwd=name, capture_output=True, text=True, check=False, **as_user
        )  # fmt: skip
        if done.returncode:
            pytest.skip(f"PostgreSQL cannot make a database here: {done.stderr.strip().splitlines()[-1]}")
        command = [binaries / "postgres", "-D", data, "-k", name, "-h", "", "-F"]
        with Path(name, "log").open("w") as log:
            server = subprocess.Popen(command, cwd=name, stdout=log, stderr=log, **as_user)
            try:
                browser.wait(lambda: "ready to accept connections" in Path(name, "log").read_text())
                yield f"postgresql://course@/postgres?host={name}"
            finally:
                server.terminate()
                server.wait(20)
