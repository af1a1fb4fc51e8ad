"""`python -m graders export`: one command, every gradebook, the same totals in all of them."""

import csv
import json
import sqlite3
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from graders.grading import override, store
from graders.result import Result, encode
from graders.submission import Submission, fingerprint
from tests import samples
from tests.checkout import Checkout
from tests.test_export_formats import ROSTER, TOTALS, results

pytest.importorskip("nbgrader")

ALL = "nbgrader,gradescope,classroom50,canvas,moodle"
CODE = "def answer(x):\n    return 42  # of ada's\n"
OF_CODE = fingerprint(Submission("ada", {"e0_parallel_sum.py": CODE.encode()}, {}), "any grader")


@pytest.fixture
def graded(checkout: Checkout) -> Checkout:
    """A course with the samples' module m2, and their results in it."""
    toml = 'id = "m2"\ntitle = "Concurrency"\nguide = "guide/m2/README.md"\npoints = 31\n'
    for exercise in samples.module(checkout.folder / "assignments" / "m2").exercises:
        points = ", ".join(f"{line.kind} = {line.max}" for line in exercise.rubric)
        toml += f'[[exercise]]\nid = "{exercise.id}"\ntitle = "{exercise.title}"\nfile = "{exercise.path.name}"\n'
        checkout.write(f"assignments/m2/test_{exercise.path.name}", "")
        toml += f"points = {{ {points} }}\n"
    checkout.write("assignments/m2/module.toml", toml)
    for result in results():
        keep(checkout, result)
    with (checkout.folder / "roster.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["student", "name", "email", "sis_id", "canvas_id"])
        rows.writerows([each.student, each.name, each.email, each.sis_id, each.canvas_id] for each in ROSTER.values())
    return checkout


def keep(course: Checkout, result: Result) -> None:
    course.write(f"results/m2/{result.student}.json", encode(result).decode())


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def number(text: str | None) -> int | None:
    return int(float(text)) if text else None


def test_every_format_has_the_same_totals(graded: Checkout) -> None:
    graded.write("submissions/ada/m2/e0_parallel_sum.py", CODE)
    graded.write("submissions/ada/m2/timestamp.txt", "2026-11-19T23:58:30+01:00\n")  # as collect leaves it
    night = store.Record("m2", "lee", str(graded.folder / "submissions"), "", "", "", "", "", 6, {})
    store.write_record(graded.folder / "results", night)
    done = graded.run("-m", "graders", "export", "m2", "--to", ALL, "--to", "csv,junit", "--roster", "roster.csv")
    assert done.returncode == 0, done.stdout + done.stderr
    export = graded.folder / "results/m2/export"
    with (export / "totals.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {row["student"]: number(row["points"]) for row in csv.DictReader(file)} == TOTALS
    documents = {name: {path.stem: json.loads(path.read_bytes()) for path in (export / name).iterdir()} for name in JSON}
    assert {student: document.get("score") for student, document in documents["gradescope"].items()} == TOTALS
    judged = {student: points for student, points in TOTALS.items() if points is not None}
    assert {student: document["score"] for student, document in documents["classroom50"].items()} == judged
    assert documents["classroom50"]["ada"]["datetime"] == "2026-11-19T22:58:30Z"
    suites = ET.parse(export / "junit.xml").getroot()
    assert {suite.get("name"): number(_property(suite, "points")) for suite in suites} == TOTALS
    with (export / "canvas.csv").open(encoding="utf-8", newline="") as file:
        points = [row["M2 Concurrency"] for row in csv.DictReader(file)]
    assert points[0] == "31" and [number(each) for each in points[1:]] == [TOTALS[student] for student in sorted(TOTALS)]
    with (export / "moodle.csv").open(encoding="utf-8", newline="") as file:
        by_email = {row["Email address"]: number(row["M2 Concurrency"]) for row in csv.DictReader(file)}
    listed = {student: points for student, points in judged.items() if student in ROSTER}
    assert by_email == {ROSTER[student].email: points for student, points in listed.items()}
    assert _gradebook(graded.folder / "results/nbgrader/gradebook.db") == TOTALS


JSON = ("gradescope", "classroom50")


def _property(suite: ET.Element, name: str) -> str | None:
    return next((each.get("value") for each in suite.iter("property") if each.get("name") == name), None)


def _gradebook(path: Path) -> dict[str, int | None]:
    """The totals by nbgrader's API; where it has no automatic score at all, its total of 0 means that there is none."""
    from nbgrader.api import Gradebook

    found: dict[str, int | None] = {}
    with Gradebook(f"sqlite:///{path}", "numbers-go-brrr") as book:
        for submission in book.assignment_submissions("m2"):
            scores = [grade.auto_score for grade in submission.notebooks[0].grades]
            none = all(score is None for score in scores)
            assert submission.score == sum(score or 0 for score in scores)
            found[submission.student.id] = None if none else int(submission.score)
    return found


def test_again_changes_nothing_and_keeps_what_people_typed(graded: Checkout) -> None:
    command = ("-m", "graders", "export", "m2", "--to", ALL, "--roster", "roster.csv")
    graded.write("submissions/ada/e0_parallel_sum.py", CODE)
    keep(graded, samples.result("ada"))
    stale = graded.run(*command, "--folder", "submissions")
    assert "other files than were graded, so they are not shown: grade again: ada" in " ".join(stale.stdout.split())
    notebook = graded.folder / "results/nbgrader/autograded/ada/m2/m2.ipynb"
    assert "of ada's" not in notebook.read_text(encoding="utf-8")
    keep(graded, msgspec.structs.replace(samples.result("ada"), fingerprint=OF_CODE))
    first = graded.run(*command, "--folder", "submissions")
    assert first.returncode == 0, first.stdout + first.stderr
    assert "of ada's" in notebook.read_text(encoding="utf-8")
    assert "e1_lost_updates.py: not handed in" in notebook.read_text(encoding="utf-8")
    other = notebook.parents[2] / "grace/m2/m2.ipynb"
    assert "e0_parallel_sum.py: was not at hand" in other.read_text(encoding="utf-8")
    with sqlite3.connect(graded.folder / "results/nbgrader/gradebook.db") as book:
        book.execute("UPDATE grade SET manual_score = 1 WHERE rowid = 1")
    graded.run(*command)
    before = tree(graded.folder / "results")
    again = graded.run(*command)
    assert again.returncode == 0 and "kept 1 manual score" in again.stdout
    assert again.stdout.count(" 0 new or changed") == 4
    assert tree(graded.folder / "results") == before
    keep(graded, samples.result("ada", e2_gpu="pass"))
    changed = graded.run(*command)
    assert "1 changed" in changed.stdout, changed.stdout
    assert "of ada's" in notebook.read_text(encoding="utf-8")


def test_the_course_in_one_table_has_the_same_totals(graded: Checkout) -> None:
    done = graded.run("-m", "graders", "totals", "--roster", "roster.csv")
    assert (done.returncode, done.stdout) == (0, "results/course.csv  (m2)\n"), done.stdout + done.stderr
    with (graded.folder / "results/course.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    assert {student: number(row["m2"]) for student, row in rows.items()} == TOTALS | {"away": None}
    assert {(row["m2"] == row["points"], row["max"]) for row in rows.values()} == {(True, "31")}
    assert rows["ada"]["name"] == ROSTER["ada"].name
    assert (
        graded.run("-m", "graders", "totals", "--roster", "roster.csv").stdout == "results/course.csv: nothing changed  (m2)\n"
    )
    nothing = graded.run("-m", "graders", "totals", "--out", "nowhere")
    assert (nothing.returncode, nothing.stderr) == (
        1,
        "graders: there are no results in nowhere: run python -m graders grade first\n",
    )


def test_the_summary_names_files_and_people(graded: Checkout) -> None:
    formats = "canvas,moodle,gradescope"
    done = graded.run("-m", "graders", "export", "m2", "--to", formats, "--roster", "roster.csv", "--assignment", "48213")
    said = " ".join(done.stdout.replace("!", "").split())
    assert done.stdout.startswith("m2: 6 students, 31 points\n")
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert "not on the class list, so exports know the id only: stranger" in said
    assert "on the class list, but not graded: away" in said
    assert "canvas: 1 file, 1 new or changed results/m2/export/canvas.csv no Canvas id: rtl, stranger;" in said
    assert "gradescope: 6 files, 6 new or changed results/m2/export/gradescope" in said
    assert "Moodle locks the activity's own grading" in said
    assert "M2 Concurrency (48213)" in (graded.folder / "results/m2/export/canvas.csv").read_text(encoding="utf-8")
    assert not (graded.folder / "results/nbgrader").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("--to", "excel"), 2, "'excel' is no format; there are csv, gradescope,"),
        ((), 2, "required: --to"),
        (("--to", "canvas", "--assignment", "M2"), 2, "'M2' is not a number"),
        (("--to", "csv", "--roster", "nobody.csv"), 2, "nobody.csv cannot be read"),
        (("--to", "csv", "--out", "nowhere"), 2, "there are no results of m2 in nowhere"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(graded: Checkout, arguments: tuple[str, ...], code: int, sentence: str) -> None:
    done = graded.run("-m", "graders", "export", "m2", *arguments)
    assert done.returncode == code and sentence in " ".join(done.stderr.split()), done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda path: path.write_text("{}", encoding="utf-8"), "ada.json is not a result of this grader"),
        (lambda path: path.write_bytes(path.read_bytes().replace(b'"m2.e0.speed"', b'"m2.e0.pace"')), "other rubric lines"),
    ],
)
def test_results_of_another_grader_are_refused(graded: Checkout, spoil: Callable[[Path], object], sentence: str) -> None:
    spoil(graded.folder / "results/m2/ada.json")
    done = graded.run("-m", "graders", "export", "m2", "--to", "canvas")
    assert done.returncode == 1 and sentence in done.stderr, done.stderr
    assert not (graded.folder / "results/m2/export").exists()


SMALL = "import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (20, 20)); del sys.argv[0]; "
SMALL += "sys.dont_write_bytecode = True; runpy.run_module('graders', run_name='__main__')"


@pytest.mark.skipif(sys.platform == "win32", reason="no limits there")
@pytest.mark.parametrize(
    ("command", "file"),
    [
        (["export", "m2", "--to", "csv"], "results/m2/export/"),
        (["export", "m2", "--to", "gradescope"], "results/m2/export/"),
        (["export", "m2", "--to", "nbgrader"], "results/nbgrader"),
        (["report", "m2"], "results/m2/index.html"),
        (["leaderboard", "m2", "--roster", "nicknames.csv"], "results/leaderboard/m2.html"),
        (["override", "m2", "ada", "m2.e0.correct", "1", "--by", "lee", "--why", "seen by hand"], "overrides.csv"),
    ],
)
def test_a_full_disk_is_one_sentence_and_loses_nothing(graded: Checkout, command: list[str], file: str) -> None:
    graded.write("nicknames.csv", "student,nickname\nada,Fast One\n")
    graded.write("overrides.csv", f"{','.join(override.HEAD)}\n")
    before = tree(graded.folder)
    done = graded.run("-c", SMALL, "graders", *command, MPLCONFIGDIR=str(graded.folder / "nowhere"))
    said = " ".join(done.stderr.split())
    assert done.returncode != 0 and "Traceback" not in said and said.startswith("graders: "), done.stdout + done.stderr
    assert file in said and len(done.stderr.splitlines()) == 1, said
    assert "make room there" in said or "disk" in said, said
    assert {path: content for path, content in tree(graded.folder).items() if path in before} == before
    assert not [path for path in tree(graded.folder) if path.rpartition("/")[2].startswith(".") and path not in before]
