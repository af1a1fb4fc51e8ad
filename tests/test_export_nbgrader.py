"""The export into a real nbgrader: its commands read it, people's work in it survives."""

import csv
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from graders.course import Module
from graders.export.grades import ExportError
from graders.export.nbgrader.class_list import ClassList, Entered
from graders.export.nbgrader.gradebook import ExportReport, export
from graders.export.nbgrader.notebooks import grade_id
from graders.export.nbgrader.student_ids import refusal
from graders.result import Check, ExerciseResult, Result, judge_line
from graders.roster import Person
from tests import samples

pytest.importorskip("nbgrader")

STUDENTS = ["ada", "Zoë Müller", "o'neill", "a+b", "x{y};z"]
ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> Module:
    return samples.module(tmp_path_factory.mktemp("assignments") / "m2")


@pytest.fixture(scope="module")
def exported(module: Module, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ExportReport]:
    """A course folder that the export made, without anything of this environment on PATH."""
    course = tmp_path_factory.mktemp("exported") / "course"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", "/usr/bin:/bin")
        report = export(module, _results(), _handins(), course)
        assert os.environ["PATH"] == "/usr/bin:/bin"
    return course, report


@pytest.fixture
def course(exported: tuple[Path, ExportReport], tmp_path: Path) -> Path:
    """A copy of it to change; that it works elsewhere shows that it holds no path of this machine."""
    return Path(shutil.copytree(exported[0], tmp_path / "moved course"))


def test_report_counts_students(exported: tuple[Path, ExportReport]) -> None:
    report = exported[1]
    assert report.new == [*STUDENTS, "grace", "zero"]
    assert (report.changed, report.unchanged, report.refused) == ([], [], {})
    assert report.waiting == 2 * len(STUDENTS)
    assert str(report) == "students: 7 new, 0 changed, 0 unchanged; 10 lines waiting for a human in formgrader"


def test_a_new_gradebook_is_like_one_that_nbgrader_makes(course: Path, tmp_path: Path) -> None:
    """Its tables, and the version of their schema, for which nbgrader starts a program."""
    make = "import sys; from nbgrader.api import Gradebook; Gradebook(sys.argv[1]).close()"
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    theirs = tmp_path / "theirs.db"
    subprocess.run([sys.executable, "-c", make, f"sqlite:///{theirs}"], env=os.environ | {"PATH": path}, check=True)
    made, expected = (
        [book.execute(f"select {what} order by 1").fetchall() for what in ("sql from sqlite_master", "* from alembic_version")]
        for book in map(sqlite3.connect, (course / "gradebook.db", theirs))
    )
    assert made == expected and expected[1]


def test_nbgrader_exports_the_scores(course: Path) -> None:
    _nbgrader(course, "export")
    with (course / "grades.csv").open(encoding="utf-8", newline="") as file:
        scores = {row["student_id"]: (row["score"], row["max_score"]) for row in csv.DictReader(file)}
    assert scores == dict.fromkeys(STUDENTS, ("15.0", "31.0")) | {"grace": ("31.0", "31.0"), "zero": ("0.0", "31.0")}


def test_nbgrader_makes_feedback_in_which_nothing_is_active(course: Path) -> None:
    _nbgrader(course, "generate_feedback", "m2")
    _nbgrader(course, "release_feedback", "m2")
    assert len(list((course / "exchange/numbers-go-brrr/feedback").glob("*.html"))) == len(STUDENTS) + 2
    pages = {path.parent.parent.name: path.read_text(encoding="utf-8") for path in course.glob("feedback/*/m2/m2.html")}
    assert pages.keys() == {*STUDENTS, "grace", "zero"}
    for student in STUDENTS:
        page = pages[student]
        assert "(Score: 15.0 / 31.0)" in page
        assert "parallel_sum" in page
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page
        assert "&lt;script&gt;alert(3)" in page
        assert not re.search(r"<(img|a)[^>]*(evil|javascript)", page)
        # A formula outside <pre> and <code> would be typeset, links and all.
        assert "href{javascript" not in re.sub(r"<(pre|code)\b.*?</\1>", "", page, flags=re.DOTALL)
        assert not re.search("[\x1b\u202e]", page)
        assert samples.HIDDEN_INPUT not in page
        assert "not handed in" in page


def test_formgrader_lists_and_shows_every_submission(course: Path) -> None:
    listed = _python(
        course,
        "from nbgrader.apps import NbGraderApp; from nbgrader.apps.api import NbGraderAPI; import json\n"
        "app = NbGraderApp(); app.load_config_file(); api = NbGraderAPI(config=app.config)\n"
        "print(json.dumps([api.get_assignments(), api.get_submissions('m2'), api.get_notebook_submissions('m2', 'm2')]))",
    )
    assignments, submissions, notebooks = msgspec.json.decode(listed)
    assert [(row["name"], row["num_submissions"], row["max_score"]) for row in assignments] == [("m2", 7, 31)]
    assert {row["student"]: (row["autograded"], row["score"]) for row in submissions} == {
        **dict.fromkeys(STUDENTS, (True, 15)),
        "grace": (True, 31),
        "zero": (True, 0),
    }
    assert {row["student"] for row in notebooks if row["needs_manual_grade"]} == set(STUDENTS)


def test_exporting_again_changes_nothing(module: Module, course: Path) -> None:
    before = _files(course)
    report = export(module, _results(), _handins(), Path(os.path.relpath(course)))
    assert (report.new, report.changed, report.files) == ([], [], 0)
    assert len(report.unchanged) == 7
    assert _files(course) == before


def test_what_people_typed_survives_and_is_counted(module: Module, course: Path) -> None:
    with _book(course) as book:
        for line, score in {"m2-e0-correct": 1.5, "m2-e1-hidden": 3.0}.items():
            grade = book.find_grade(line, "m2", "m2", "ada")
            grade.manual_score, grade.needs_manual_grade = score, False
        book.find_grade("m2-e0-speed", "m2", "m2", "ada").extra_credit = 0.5
        book.find_comment("m2-e0-code", "m2", "m2", "ada").manual_comment = "well argued"
        book.db.commit()
    before = _files(course)
    report = export(module, _results(), _handins(), course)
    assert (report.manual_scores, report.extra_credits, report.manual_comments) == (2, 1, 1)
    assert "kept 2 manual scores, 1 extra credit, 1 manual comment" in str(report)
    assert report.changed == []
    assert _files(course) == before

    regraded = _results(ada=samples.result("ada", e0_correct="fail", e0_speed="pass"))
    report = export(module, regraded, _handins(), course)
    assert report.changed == ["ada"]
    with _book(course) as book:
        correct = book.find_grade("m2-e0-correct", "m2", "m2", "ada")
        assert (correct.auto_score, correct.manual_score, correct.score) == (0.0, 1.5, 1.5)
        assert correct.needs_manual_grade  # the verdict under a human's score moved: look again
        assert not book.find_grade("m2-e1-hidden", "m2", "m2", "ada").needs_manual_grade
        assert book.find_grade("m2-e0-speed", "m2", "m2", "ada").score == 6.5
        assert book.find_comment("m2-e0-code", "m2", "m2", "ada").comment == "well argued"
    assert export(module, regraded, _handins(), course).changed == []


def test_a_lifted_flag_stays_lifted_until_the_verdict_moves(module: Module, course: Path) -> None:
    with _book(course) as book:
        book.find_grade("m2-e1-speed", "m2", "m2", "ada").needs_manual_grade = False
        book.db.commit()
    assert export(module, _results(), _handins(), course).changed == []
    assert _grades(course, "ada")["m2-e1-speed"] == (4.0, False)
    export(module, _results(ada=samples.result("ada", e1_speed="pass")), _handins(), course)
    export(module, _results(), _handins(), course)
    assert _grades(course, "ada")["m2-e1-speed"] == (4.0, True)


def test_each_state_has_its_meaning_in_the_gradebook(module: Module, course: Path) -> None:
    grades = _grades(course, "ada")
    assert grades["m2-e0-correct"] == (4.0, False)  # pass
    assert grades["m2-e0-speed"] == (4.0, False)  # partial
    assert grades["m2-e1-speed"] == (4.0, True)  # noisy: provisional, a human looks
    assert grades["m2-e1-hidden"] == (None, True)  # error: not a zero in disguise
    assert grades["m2-e2-correct"] == (0.0, False)  # todo
    assert grades["m2-e2-gpu"] == (None, False)  # deferred: nothing to decide here
    export(module, _results(ada=samples.result("ada", e1_hidden="pass", e2_gpu="pass", e0_speed="error")), _handins(), course)
    grades = _grades(course, "ada")
    assert grades["m2-e1-hidden"] == (3.0, False)
    assert grades["m2-e2-gpu"] == (4.0, False)
    assert grades["m2-e0-speed"] == (None, True)


def test_an_automatic_score_changed_by_others_is_put_right(module: Module, course: Path) -> None:
    with _book(course) as book:
        book.find_grade("m2-e0-correct", "m2", "m2", "ada").auto_score = 99.0
        book.db.commit()
    report = export(module, _results(), _handins(), course)
    assert (report.changed, report.files) == (["ada"], 0)
    assert _grades(course, "ada")["m2-e0-correct"] == (4.0, False)


def test_comments_say_why_points_are_missing(course: Path) -> None:
    with _book(course) as book:
        comment = book.find_comment("m2-e0-code", "m2", "m2", "ada").auto_comment
        assert comment.splitlines() == [
            "    ◐ fast (4 of 6 points): 3.6x so far; the next step is 12x",
            "    ◐ hidden checks (1 of 2 points): in part",
        ]
        assert book.find_comment("m2-e0-code", "m2", "m2", "grace").auto_comment is None


def test_trouble_in_one_hidden_check_does_not_give_another_away(module: Module, course: Path) -> None:
    lost = Check(title="many threads", state="fail", points=0, max=1, why=f"lost {samples.HIDDEN_INPUT}")
    broken = Check(title="few threads", state="error", points=0, max=1, why="the worker could not be started")
    first, *others = samples.result("ada").exercises
    rubric = [*first.rubric[:2], judge_line("m2.e0.hidden", "hidden checks", 2, [lost, broken])]
    leaky = msgspec.structs.replace(samples.result("ada"), exercises=[msgspec.structs.replace(first, rubric=rubric), *others])
    export(module, [leaky], _handins(), course)
    with _book(course) as book:
        comment = book.find_comment("m2-e0-code", "m2", "m2", "ada").auto_comment
    shown = comment + (course / "autograded/ada/m2/m2.ipynb").read_text(encoding="utf-8")
    assert "the worker could not be started" in comment
    assert samples.HIDDEN_INPUT not in shown
    export(module, [leaky], _handins(), course, reveal_hidden=True)
    assert samples.HIDDEN_INPUT in (course / "autograded/ada/m2/m2.ipynb").read_text(encoding="utf-8")


def test_a_collected_hand_in_time_is_kept(module: Module, course: Path) -> None:
    stamp = course / "submitted/ada/m2/timestamp.txt"
    stamp.write_text("2026-11-19T23:58:00+01:00\n", encoding="utf-8")
    (course / "submitted/zero/m2/timestamp.txt").write_text("no time at all", encoding="utf-8")
    regraded = _results(ada=samples.result("ada", finished="2026-11-21T09:00:00+00:00"))
    assert export(module, regraded, _handins(), course).changed == ["ada", "zero"]
    assert stamp.read_text(encoding="utf-8") == "2026-11-19T23:58:00+01:00\n"
    assert "2026-11-21 09:00:00" in (course / "autograded/ada/m2/timestamp.txt").read_text(encoding="utf-8")
    with _book(course) as book:
        assert book.find_submission("m2", "ada").timestamp.isoformat() == "2026-11-19T22:58:00"


def test_late_days_count_on_the_short_road_too(module: Module, course: Path) -> None:
    stamps = {"ada": "2026-11-20T12:00:00+01:00\n", "o'neill": "2026-11-20 12:00:00 UTC", "zero": "at noon"}
    notes = {student: {"timestamp.txt": text} for student, text in stamps.items()}
    notes["ada"]["submission_secret.txt"] = "5ca1ab1e" * 16
    people = {"ada": Person("ada", "Ada Lovelace", deadline="2026-11-20T10:30+01:00"), "away": Person("away", "A Way")}
    people["=cmd"] = Person("=cmd", "Formula")
    listed = ClassList(people, datetime(2026, 11, 20, 10, 0, tzinfo=UTC))
    report = export(module, _results(), _handins(), course, notes=notes, listed=listed)
    assert report.changed == ["ada", "o'neill"]
    assert str(report.entered) == "class list: 1 new, 1 changed; due 2026-11-20 10:00 UTC; 1 extension new or changed"
    assert report.entered and report.entered.notes == ["nbgrader cannot hold students of these ids: =cmd"]
    with _book(course) as book:
        late = {each.student_id: each.total_seconds_late / 3600 for each in book.assignment_submissions("m2")}
        assert late == dict.fromkeys(late, 0) | {"ada": 1.5, "o'neill": 2}
        assert (book.find_student("away").last_name, book.find_student("ada").first_name) == ("Way", "Ada")
    assert (course / "autograded/ada/m2/submission_secret.txt").read_text() == notes["ada"]["submission_secret.txt"]
    before = _files(course)
    again = export(module, _results(), _handins(), course, notes=notes, listed=listed)
    assert (again.changed, again.files, again.entered) == ([], 0, Entered(notes=report.entered.notes))
    assert _files(course) == before


@pytest.mark.parametrize(
    "student",
    ["", " ", "a ", "a/b", "..", ".a", "a.", "a\\b", "<b>", "a&b", 'a"b', "a%41", "a#b", "a?b", "[a]", "a*", "a,b", "=a", "@a",
     "-a", "a\x00", "a\nb", "a\u202eb", "a\ud800", "a" * 129, "数" * 100],
)  # fmt: skip
def test_ids_that_break_nbgrader_are_refused(student: str) -> None:
    sentence = refusal(student)
    assert sentence
    assert "\n" not in sentence
    sentence.encode()


def test_a_refused_student_does_not_stop_the_others(module: Module, course: Path) -> None:
    late = samples.result("late", finished="yesterday")
    report = export(module, [samples.result("a/../../b"), late, samples.result("new")], {}, course)
    assert report.new == ["new"]
    assert report.refused.keys() == {"a/../../b", "late"}
    assert "rename the submission folder" in report.refused["a/../../b"]
    assert "not an ISO 8601 time" in report.refused["late"]
    assert not (course / "autograded/late").exists()
    assert "refused" in str(report)


def test_notebooks_of_others_are_left_alone(module: Module, course: Path) -> None:
    mine, source = course / "autograded/ada/m2/m2.ipynb", course / "source/m2/m2.ipynb"
    for path in (mine, source):
        path.write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', encoding="utf-8")
    other = course / "autograded/zero/m2/m2.ipynb"
    other.write_text(other.read_text(encoding="utf-8").replace('"student": "zero"', '"student": "Zero"'), encoding="utf-8")
    before = _files(course)
    report = export(module, _results(), _handins(), course)
    assert "not from this export" in report.refused["ada"]
    assert "the same folder" in report.refused["zero"]
    assert _files(course) == before


def test_what_does_not_fit_is_refused_in_one_sentence(module: Module, course: Path) -> None:
    before = _files(course)
    ada = samples.result("ada")
    wrong_points = [_with_points(ada.exercises[0], 5), *ada.exercises[1:]]
    other_module = Module("m2", "Concurrency", module.folder, "", module.exercises[:2])
    for results, rubric, words in (
        ([msgspec.structs.replace(ada, exercises=wrong_points)], module, "has 5 points in m2.e0.correct, outside 0..4"),
        ([msgspec.structs.replace(ada, exercises=ada.exercises[1:])], module, "other rubric lines than module m2 has now"),
        ([msgspec.structs.replace(ada, module="m3")], module, "is about module 'm3'"),
        ([ada, ada], module, "two results of 'ada'"),
        ([msgspec.structs.replace(ada, exercises=ada.exercises[:2])], other_module, "m2-e2-correct is only in the gradebook"),
    ):
        with pytest.raises(ExportError, match=re.escape(words)):
            export(rubric, results, {}, course)
        assert _files(course) == before


def test_a_broken_course_folder_is_one_sentence(module: Module, course: Path) -> None:
    (course / "gradebook.db").write_bytes(b"not a database at all, " * 100)
    with pytest.raises(ExportError, match=r"gradebook of .* cannot be used: file is not a database"):
        export(module, _results(), {}, course)
    (course / "nbgrader_config.py").write_text("c = get_config(\n", encoding="utf-8")
    with pytest.raises(ExportError, match=r"nbgrader_config\.py does not load: SyntaxError"):
        export(module, _results(), {}, course)
    (course / "nbgrader_config.py").write_text('c = get_config()\nc.CourseDirectory.root = "/elsewhere"\n', encoding="utf-8")
    with pytest.raises(ExportError, match="says that the course is in /elsewhere"):
        export(module, _results(), {}, course)


def test_a_submission_without_all_rows_is_refused(module: Module, course: Path) -> None:
    with _book(course) as book:
        book.db.delete(book.find_grade("m2-e2-gpu", "m2", "m2", "ada"))
        book.db.commit()
    report = export(module, _results(), _handins(), course)
    assert "no row for m2-e2-gpu" in report.refused["ada"]
    assert len(report.unchanged) == 6


def test_folders_that_nbgrader_cannot_read_are_refused(module: Module, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"holds '\?', which nbgrader cannot read"):
        export(module, _results(), {}, tmp_path / "what?")
    assert not (tmp_path / "what?").exists()


def test_the_configuration_is_the_instructors_once_written(module: Module, course: Path, exported: tuple[Path, Any]) -> None:
    path = course / "nbgrader_config.py"
    assert str(exported[0]) not in path.read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    assert export(module, _results(), _handins(), course).files == 0
    assert path.read_text(encoding="utf-8").endswith("# mine\n")


def test_names_in_nbgrader_need_no_quoting() -> None:
    assert grade_id("m2.e1.correct") == "m2-e1-correct"


def test_nbgrader_is_imported_only_when_used() -> None:
    heavy = "{'nbgrader', 'nbformat', 'sqlalchemy', 'jinja2'}"
    code = f"import sys, graders.export.nbgrader.gradebook; sys.exit(bool({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def _results(**replaced: Result) -> list[Result]:
    results = [*(samples.result(student) for student in STUDENTS), samples.perfect(), samples.untouched()]
    return [replaced.get(result.student, result) for result in results]


def _handins() -> dict[str, dict[str, str]]:
    return {student: samples.sources() for student in [*STUDENTS, "grace"]}


def _with_points(exercise: ExerciseResult, points: int) -> ExerciseResult:
    first, *others = exercise.rubric
    return msgspec.structs.replace(exercise, rubric=[msgspec.structs.replace(first, points=points), *others])


def _files(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file with its content and time of change."""
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}


@contextmanager
def _book(course: Path) -> Iterator[Any]:
    from nbgrader.api import Gradebook

    book = Gradebook(f"sqlite:///{course}/gradebook.db", "numbers-go-brrr")
    try:
        yield book
    finally:
        book.close()


def _grades(course: Path, student: str) -> dict[str, tuple[float | None, bool]]:
    with _book(course) as book:
        grades = book.find_submission_notebook("m2", "m2", student).grades
        return {grade.name: (grade.auto_score, grade.needs_manual_grade) for grade in grades}


def _nbgrader(course: Path, *command: str) -> None:
    done = _run(course, "-m", "nbgrader", *command)
    assert done.returncode == 0, done.stderr
    assert "ERROR" not in done.stderr, done.stderr


def _python(course: Path, code: str) -> str:
    done = _run(course, "-c", code)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _run(course: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    # A home of its own: the configuration of whoever runs the tests is none of their business.
    names = ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    home = os.environ | dict.fromkeys(names, str(course / "home")) | {"PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, *arguments], cwd=course, env=home, capture_output=True, text=True, check=False, timeout=120
    )
