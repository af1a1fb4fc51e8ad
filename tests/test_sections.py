"""Sections and TAs: every command on a part of the class, as typed, and nothing of the others is touched."""

import csv
import json
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from graders import cli, course, roster, sections
from graders.result import encode, load
from graders.roster import Person
from graders.sections import Section
from tests import browser, samples
from tests.checkout import FAST, HIDDEN, JUDGING, SHORT_RACE, WRONG, Checkout
from tests.conftest import make_checkout, with_trial
from tests.test_dashboard import Parsed

ROSTER = """\
Student,ID,SIS User ID,SIS Login ID,Section,m9 (48213)
    Points Possible,,,,,19
"Lee, Ann",4001,,ann,Lab 1,
"Ek, Bob",4002,,bob,Lab 1,
"Ode, Cid",4003,,cid,Lab 2,
"Müller, Dan",4004,,dan,Lab 1 and Lab 2,
"Orr, Eva",4005,,eva,Lab 10,
"Yu, Fay",4006,,fay,,
"""
"""As Canvas has it: three sections, Dan in two, Fay in none."""
TAS = "section,ta\nlab 1,Kim\nLab 2,Kim; Ravi\nLab 7,Nobody\n"
QUESTIONS = "# m9\n\n## Why does it wrap round? (4 points)\n\nThink.\n\n## What would be faster? (2 points)\n"
CELLS = ("m9-q1", "m9-q2")


class Class:
    """A course with sections; commands are typed in its folder."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str] | None = None) -> None:
        self.course = Checkout(folder)
        self.results = folder / "results"
        self._capsys = capsys

    def type(self, *arguments: str, code: int = 0) -> str:
        """What the command says, on one line; the class list goes along."""
        return self.say(*arguments, "--roster", "roster.csv", code=code)

    def say(self, *arguments: str, code: int = 0) -> str:
        """The same, in this process where nothing is judged: it starts sooner."""
        if self._capsys and arguments[0] not in JUDGING:
            ended, out, err = self._here(*arguments)
        else:
            done = self.course.run("-m", "graders", *arguments)
            ended, out, err = done.returncode, done.stdout, done.stderr
        assert ended == code, out + err
        return " ".join((out + err).split())

    def _here(self, *arguments: str) -> tuple[int, str, str]:
        assert self._capsys
        self._capsys.readouterr()
        try:
            code = cli.main(arguments)
        except SystemExit as ended:
            code = int(ended.code or 0)
        return code, *self._capsys.readouterr()

    def grade(self, *more: str, code: int = 0) -> str:
        return self.type("grade", "m9", "submissions", "--sandbox-if-possible", *more, code=code)

    def of(self, *students: str) -> dict[str, bytes]:
        """All files that are about these students alone."""
        found = {f"m9/{student}.{kind}" for student in students for kind in ("json", "html")}
        return {path: (self.results / path).read_bytes() for path in sorted(found) if (self.results / path).is_file()}

    def table(self, path: str) -> list[dict[str, str]]:
        with (self.results / path).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def students(self, path: str = "m9/points.csv") -> list[str]:
        return list(dict.fromkeys(row["student"] for row in self.table(path)))

    def scores(self) -> dict[tuple[str, str], tuple[float | None, float | None]]:
        """(automatic, typed) by student and cell, as they stand in the gradebook."""
        with sqlite3.connect(self.results / "nbgrader" / "gradebook.db") as book:
            found = book.execute(
                "select assignment.student_id, cell.name, grade.auto_score, grade.manual_score from grade"
                " join submitted_notebook on submitted_notebook.id = grade.notebook_id"
                " join submitted_assignment assignment on assignment.id = submitted_notebook.assignment_id"
                " join base_cell cell on cell.id = grade.cell_id"
            ).fetchall()
        return {(student, name): (auto, typed) for student, name, auto, typed in found}

    def write_in_formgrader(self, **scores: Mapping[str, float]) -> None:
        """What a TA types there: a score per student and cell."""
        from nbgrader.api import Gradebook

        with Gradebook(f"sqlite:///{self.results}/nbgrader/gradebook.db", "numbers-go-brrr") as book:
            for student, typed in scores.items():
                for name, points in typed.items():
                    grade = book.find_grade(name, "m9", "m9", student)
                    grade.manual_score, grade.needs_manual_grade = points, False
            book.db.commit()


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lab 1 graded and staged, then Lab 2; those in no section not yet. Gil hands in and is not on the class list."""
    pytest.importorskip("nbgrader")
    made = with_trial(make_checkout(tmp_path_factory.mktemp("sections")))
    made.write("graders/hidden/m9/test_e1_blur.py", HIDDEN)
    made.write("assignments/m9/test_e1_blur.py", SHORT_RACE)
    made.write("assignments/m9/handin.md", QUESTIONS)
    made.write("roster.csv", ROSTER)
    made.write("sections.csv", TAS)
    for student in ("ann", "bob", "cid", "dan", "fay", "gil"):
        made.write(f"submissions/{student}/m9/e1_blur.py", f"{WRONG if student == 'bob' else FAST}# {student}\n")
    whole = Class(made.folder)
    said = whole.grade("--section", "Lab 1")
    assert "Lab 1: 3 of 6 submissions ! not on the class list, so in no section: gil" in said and "3 graded" in said
    assert whole.students() == ["ann", "bob", "dan"]
    assert "3 handed over" in whole.type("nbgrader", "m9", "submissions", "--section", "Lab 1")
    first = whole.of("ann", "bob")
    assert "1 graded, 1 already graded" in whole.grade("--section", "lab  2")
    assert whole.of("ann", "bob") == first and len(first) == 4
    assert whole.students() == ["ann", "bob", "cid", "dan"]
    return made.folder


@pytest.fixture
def whole(graded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Class:
    folder = tmp_path / "course"
    shutil.copytree(graded, folder)
    record = folder / "results" / "m9-night.json"
    record.write_text(record.read_text().replace(str(graded), str(folder)))
    monkeypatch.chdir(folder)
    monkeypatch.setattr(course, "ASSIGNMENTS", folder / "assignments")
    monkeypatch.setenv("COLUMNS", "80")
    return Class(folder, capsys)


def test_a_section_is_graded_and_the_others_keep_what_they_have(whole: Class) -> None:
    whole.write_in_formgrader(ann={"m9-q1": 3}, cid={"m9-e1-speed": 1})
    whole.course.write("results/m9/.begun/ann.json", "half of it")  # of another night, which was killed
    before, scores = whole.of("ann", "bob", "cid", "dan"), whole.scores()
    said = whole.grade("--section", "none")
    assert "no section: 2 of 6 submissions" in said and "2 graded" in said
    assert whole.of("ann", "bob", "cid", "dan") == before
    assert {key: value for key, value in whole.scores().items() if key in scores} == scores
    assert (whole.results / "m9/.begun/ann.json").is_file()
    assert whole.students() == whole.students("m9/totals.csv") == ["ann", "bob", "cid", "dan", "fay", "gil"]
    assert {row["student"]: row["points"] for row in whole.table("m9/totals.csv")}["ann"] == str(
        load(whole.results / "m9/ann.json").points + 3
    )
    again = whole.grade("--section", "Lab 1", "--section", "none")
    assert "Lab 1 and no section: 5 of 6 submissions" in again and "0 graded, 5 already graded" in again


def test_a_damaged_result_of_others_stops_nobody(whole: Class) -> None:
    whole.course.write("results/m9/cid.json", "{}")
    assert "cannot be read, so they are in no table; grade again: cid" in whole.grade("--section", "Lab 1")
    assert whole.students() == ["ann", "bob", "dan"]
    whole.type("report", "m9", "--section", "Lab 1")
    whole.type("export", "m9", "--to", "csv", "--section", "Lab 1")
    assert "cid.json is not a result" in whole.type("report", "m9", code=1)


@pytest.mark.parametrize(
    "command",
    [
        ("collect", "m9", "--from", "submissions", "--out", "collected"),
        ("grade", "m9", "submissions"),
        ("regrade", "m9", "--reason", "x", "--sandbox-if-possible"),
        ("override", "m9"),
        ("feedback", "m9"),
        ("nbgrader", "m9", "submissions"),
        ("export", "m9", "--to", "csv"),
        ("report", "m9"),
        ("manual", "m9"),
        ("totals",),
        ("leaderboard", "m9"),
    ],
    ids=lambda command: command[0],
)
def test_an_unknown_section_is_one_sentence_with_those_there_are(whole: Class, command: tuple[str, ...]) -> None:
    sentence = "graders: there is no section 'Lab 3' in roster.csv: there are Lab 1, Lab 2, Lab 10, and none"
    assert whole.type(*command, "--section", "Lab 3", code=2).endswith(sentence)


def test_what_is_missing_for_a_section_is_one_sentence(whole: Class) -> None:
    said = whole.say("totals", "--section", "Lab 1", code=2)
    assert said == "graders: --section needs the class list, which says who is in it: add --roster FILE"
    nobody = whole.grade("--section", "Lab 10", code=1)
    assert "! of Lab 10, and without a submission: eva" in nobody
    assert nobody.endswith("none of the 6 submissions is of Lab 10")
    for command in (["report", "m9"], ["manual", "m9"], ["export", "m9", "--to", "csv"], ["feedback", "m9"]):
        assert whole.type(*command, "--section", "Lab 10", code=1).endswith("nobody of Lab 10 is graded in m9 yet")
    assert "there are no results of Lab 10 in results" in whole.type("totals", "--section", "Lab 10", code=1)
    whole.course.write("roster.csv", "student\nann\n")
    assert "roster.csv names no section: it needs a column section" in whole.type("totals", "--section", "Lab 1", code=2)


def test_a_page_for_every_section_and_one_over_all(whole: Class) -> None:
    said = whole.type("report", "m9")
    assert "has a TA, but nobody on the class list is in it: Lab 7" in said and "! in no section: fay" in said
    names = {"lab-1": "ann bob dan", "lab-2": "cid dan"}
    for folder, students in names.items():
        page = (whole.results / f"m9/sections/{folder}/index.html").read_text(encoding="utf-8")
        data = json.loads(next(script for script in Parsed(page).scripts if script.startswith("{")))
        assert [each["student"] for each in data["students"]] == students.split()
        assert all(f'href="../../{student}.html"' in page for student in students.split())
        assert 'href="../../index.html"' in page
    lab_2 = Parsed((whole.results / "m9/sections/lab-2/index.html").read_text(encoding="utf-8")).words
    assert "m9 · Trying things · Lab 2" in lab_2 and "Taught by Kim, Ravi." in lab_2 and "2 students" in lab_2
    assert "Ann" not in lab_2
    everybody = (whole.results / "m9/index.html").read_text(encoding="utf-8")
    assert all(f'href="./sections/{folder}/index.html"' in everybody for folder in names)
    words = " ".join(Parsed(everybody).words.split())
    rows = re.findall(r"<tr><th scope=\"row\">(?:<a[^>]*>)?<bdi>(.*?)</bdi>.*?</th>((?:<td>.*?</td>)*)</tr>", everybody)
    cells = {name: re.findall("<td>(.*?)</td>", row) for name, row in rows}
    assert cells["Lab 1"] == ["Kim", "3", "3", cells["Lab 1"][3], "6 of 6"]
    assert cells["Lab 2"] == ["Kim, Ravi", "2", "2", cells["Lab 2"][3], "2 of 4"]
    assert cells["Lab 10"] == ["–", "1", "0", "–", "0 of 0"]
    assert "In no section: fay." in words and list(cells)[:4] == ["Lab 1", "Lab 2", "Lab 10", "no section"]


def test_one_sections_page_leaves_all_others_as_they_are(whole: Class) -> None:
    whole.type("report", "m9", "--section", "Lab 1")
    alone = (whole.results / "m9/sections/lab-1/index.html").read_text(encoding="utf-8")
    assert not (whole.results / "m9/index.html").exists() and "../../index.html" not in alone
    whole.type("report", "m9")
    pages = {path: path.read_bytes() for path in (whole.results / "m9").rglob("index.html")}
    whole.write_in_formgrader(dan={"m9-q1": 4})
    assert whole.type("report", "m9", "--section", "Lab 1").endswith("results/m9/sections/lab-1/index.html")
    now = {path: path.read_bytes() for path in pages}
    assert [path.parent.name for path in pages if now[path] != pages[path]] == ["lab-1"]


def test_what_every_ta_still_has_to_grade(whole: Class) -> None:
    whole.write_in_formgrader(ann={"m9-q1": 3}, dan={"m9-q1": 2.5, "m9-e1-speed": 3})
    whole.say("override", "m9", "bob", "m9.e1.hidden", "1", "--by", "kim", "--why", "nearly")
    said = whole.type("manual", "m9")
    assert "Lab 1 (Kim): 4 of 8 to do" in said and "Lab 2 (Kim, Ravi): 1 of 5 to do" in said
    assert "Lab 10: 0 of 0 to do" in said and "no section: 0 of 0 to do" in said
    assert "ann m9-q2 – of 2 a written answer, to be read" in said and "m9-q1 3 of 4" not in said
    assert "--formgrader http://localhost:8888 links them" in said
    rows = {(row["student"], row["cell"]): row for row in whole.table("m9/by_hand.csv")}
    assert len(rows) == 10  # who is in two sections is in here once
    dan = rows["dan", "m9-q1"]
    assert (dan["section"], dan["ta"], dan["name"]) == ("Lab 1; Lab 2", "Kim; Ravi", "Müller, Dan")
    assert (dan["points"], dan["max"], dan["done"], dan["formgrader"]) == ("2.5", "4", "yes", "")
    assert (rows["dan", "m9-e1-speed"]["points"], rows["dan", "m9-e1-speed"]["done"]) == ("3", "yes")
    assert rows["bob", "m9-e1-hidden"]["why"].startswith("set by kim: nearly") or "kim" in rows["bob", "m9-e1-hidden"]["why"]
    assert (rows["cid", "m9-q2"]["done"], rows["cid", "m9-q2"]["why"]) == ("yes", "no answer was written")
    assert (rows["bob", "m9-q1"]["points"], rows["bob", "m9-q1"]["done"]) == ("", "no")


def test_cells_are_linked_into_formgrader(whole: Class) -> None:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{whole.results}/nbgrader/gradebook.db", "numbers-go-brrr") as book:
        page = book.find_submission_notebook("m9", "m9", "cid").id
    address = f"http://localhost:8888/formgrader/submissions/{page}/#m9-q1"
    formgrader = ("--section", "Lab 2", "--formgrader", "http://localhost:8888/lab?token=secret")
    said = whole.type("manual", "m9", "--all", *formgrader)
    assert "cid m9-q1 0 of 4 yes no answer was written" in said and "links them" not in said
    assert [path.name for path in (whole.results / "m9/sections").iterdir()] == ["lab-2"]
    rows = {(row["student"], row["cell"]): row for row in whole.table("m9/sections/lab-2/by_hand.csv")}
    assert rows["cid", "m9-q1"]["formgrader"] == address and {student for student, _ in rows} == {"cid", "dan"}
    whole.type("report", "m9", *formgrader)
    page_text = (whole.results / "m9/sections/lab-2/index.html").read_text(encoding="utf-8")
    assert f'<a href="{address}">m9-q1</a>' in page_text and "2 of 4 still to do, in formgrader" in page_text
    wrong = whole.type("manual", "m9", "--formgrader", "localhost", code=2)
    assert "'localhost' is no address such as http://localhost:8888" in wrong


def test_what_the_machine_could_not_decide_is_on_the_list(whole: Class) -> None:
    """A line too noisy to call, in the gradebook and before there is one; a verdict that moved below what was typed."""
    cid = load(whole.results / "m9/cid.json")
    noisy = encode(cid).replace(b'"state": "pass"', b'"state": "noisy"').decode()
    whole.course.write("results/m9/cid.json", noisy)
    whole.write_in_formgrader(cid={"m9-e1-correct": 1})
    whole.type("export", "m9", "--to", "nbgrader", "--section", "Lab 2")
    whole.type("manual", "m9", "--section", "Lab 2")
    rows = {row["cell"]: row for row in whole.table("m9/sections/lab-2/by_hand.csv") if row["student"] == "cid"}
    assert (rows["m9-e1-speed"]["done"], rows["m9-e1-speed"]["why"]) == ("no", "too noisy to call")
    assert rows["m9-e1-correct"]["why"] == "typed in formgrader, and the grader has changed its mind since"
    shutil.rmtree(whole.results / "nbgrader")
    whole.type("manual", "m9", "--section", "Lab 2")
    rows = {row["cell"]: row for row in whole.table("m9/sections/lab-2/by_hand.csv") if row["student"] == "cid"}
    assert rows["m9-e1-speed"]["done"] == "no"
    assert rows["m9-q1"]["why"] == "a written answer, not in the gradebook yet"


def test_exports_of_a_section_lie_in_its_own_folder(whole: Class) -> None:
    whole.type("export", "m9", "--to", "csv,canvas,gradescope")
    everybody = {path: path.read_bytes() for path in (whole.results / "m9/export").rglob("*") if path.is_file()}
    scores = whole.scores()
    whole.write_in_formgrader(dan={"m9-q1": 4})
    said = whole.type("export", "m9", "--to", "csv,canvas,gradescope,nbgrader", "--section", "Lab 2")
    assert "m9: 2 students of Lab 2, 19 points" in said and "eva" not in said
    assert {path: path.read_bytes() for path in everybody} == everybody
    assert whole.students("m9/sections/lab-2/export/points.csv") == ["cid", "dan"]
    canvas = whole.table("m9/sections/lab-2/export/canvas.csv")
    assert [row["Student"].strip() for row in canvas] == ["Points Possible", "Ode, Cid", "Müller, Dan"]
    assert canvas[2]["M9 Trying things"] == str(load(whole.results / "m9/dan.json").points + 4)
    assert whole.scores() == scores | {("dan", "m9-q1"): (None, 4)}
    whole.type("totals")
    whole.type("totals", "--section", "Lab 2", "--section", "none")
    assert whole.students("course.csv") == ["ann", "bob", "cid", "dan", "eva", "fay"]
    assert whole.students("sections/lab-2+no-section/course.csv") == ["cid", "dan", "fay"]


def test_a_deadline_in_a_section_takes_nothing_from_the_others(whole: Class) -> None:
    """Extensions are everybody's, so that they are entered for all."""
    whole.course.write("roster.csv", "student,section,deadline\nann,A,2026-12-01T00:00Z\ncid,B,2026-12-02T00:00Z\n")
    due = ("--deadline", "2026-11-30T00:00Z")
    whole.type("export", "m9", "--to", "nbgrader", *due)
    extensions = _extensions(whole)
    assert set(extensions) == {"ann", "cid"}
    whole.type("export", "m9", "--to", "nbgrader", "--section", "A", *due)
    assert _extensions(whole) == extensions


def _extensions(whole: Class) -> dict[str, str]:
    with sqlite3.connect(whole.results / "nbgrader" / "gradebook.db") as book:
        return dict(
            book.execute("select student_id, extension from submitted_assignment where extension is not null").fetchall()
        )


def test_decisions_by_hand_are_listed_by_section(whole: Class) -> None:
    for student in ("dan", "cid"):
        whole.say("override", "m9", student, "m9.e1.speed", "2", "--by", "kim", "--why", "a busy night")
    listed = whole.type("override", "m9", "--section", "Lab 1")
    assert re.search(r"dan m9.e1.speed 2, the grader said \d; kim, 20\d\d-\d\d-\d\d: a busy night", listed)
    assert "cid" not in listed and listed.endswith("1 decision by hand of Lab 1 in m9: overrides.csv")
    assert whole.type("override", "m9").endswith("2 decisions by hand in m9: overrides.csv")
    one = whole.type("override", "m9", "dan", "m9.e1.speed", "3", "--by", "a", "--why", "b", "--section", "Lab 1", code=2)
    assert "--section goes with the list: a decision is about one student" in one


def test_pages_and_regrades_of_a_section(whole: Class) -> None:
    before = whole.of("ann", "bob")
    for student in ("ann", "bob", "cid", "dan"):
        (whole.results / f"m9/{student}.html").write_text("old", encoding="utf-8")
    assert "2 pages" in whole.type("feedback", "m9", "--section", "Lab 2")
    page = {student: (whole.results / f"m9/{student}.html").read_text(encoding="utf-8") for student in ("ann", "cid", "dan")}
    assert page["ann"] == "old" and "old" not in (page["cid"], page["dan"])
    whole.course.write("graders/hidden/m9/test_e1_blur.py", HIDDEN.replace("rng.random(1001)", "rng.random(1003)"))
    options = ("--only", "m9.e1.hidden", "--reason", "longer", "--sandbox-if-possible", "--section", "Lab 2")
    assert "0 up, 0 down, 2 equal" in whole.type("regrade", "m9", *options)
    assert {path: content for path, content in whole.of("ann", "bob").items() if path.endswith("json")} == {
        path: content for path, content in before.items() if path.endswith("json")
    }
    assert whole.students() == ["ann", "bob", "cid", "dan"]
    entry = json.loads((whole.results / "m9-regrades.jsonl").read_text())
    assert entry["sections"] == ["Lab 2"]


def test_a_section_is_collected_and_the_others_keep_what_they_have(whole: Class) -> None:
    collect = ("collect", "m9", "--from", "submissions", "--out", "collected")
    whole.type(*collect)
    folder = whole.course.folder / "collected"
    shutil.rmtree(folder / "dan")
    for student in ("ann", "cid", "dan"):
        whole.course.write(f"submissions/{student}/m9/e1_blur.py", f"{FAST}# again\n")
    said = whole.type(*collect, "--section", "Lab 1")
    assert "3 taken" in said and "m9 · Lab 1 · from submissions" in said
    assert "grade m9 collected --roster roster.csv --section 'Lab 1'" in said
    again = {path.parts[-3] for path in folder.glob("*/m9/e1_blur.py") if "again" in path.read_text()}
    assert again == {"ann", "dan"} and (folder / "cid/m9/e1_blur.py").is_file()
    with (folder / "collected.csv").open(encoding="utf-8-sig", newline="") as file:
        taken = {row["student"] for row in csv.DictReader(file) if row["state"] == "taken"}
    assert taken == {"ann", "bob", "cid", "dan", "fay"}


def test_only_the_sections_near_misses_are_accepted(whole: Class) -> None:
    for student in ("ann", "cid"):
        folder = whole.course.folder / "submissions" / student / "m9"
        (folder / "e1_blur.py").rename(folder / "e1_blur (1).py")
    assert "1 accepted" in whole.grade("--accept-near", "--section", "Lab 1")
    assert (whole.course.folder / "near.csv").read_text(encoding="utf-8-sig").splitlines()[1:] == [
        "m9,ann,e1_blur.py,m9/e1_blur (1).py"
    ]


def test_the_leaderboard_of_a_section(whole: Class) -> None:
    whole.course.write("roster.csv", "student,section,nickname\nann,A,ant\ncid,B,cat\n")
    said = whole.type("leaderboard", "m9", "--section", "B")
    assert "cat" in said and "ant" not in said and said.endswith("results/leaderboard/sections/b/m9.html")


# The names


def write(folder: Path, text: str) -> Path:
    path = folder / "roster.csv"
    path.write_text(text, encoding="utf-8")
    return path


def named(people: Mapping[str, Person]) -> dict[str, tuple[str, ...]]:
    return {student: person.sections for student, person in people.items()}


SEAS = "A,1,,a,Sun and Moon\nB,2,,b,Sun and Moon\nC,3,,c,Sea\n"
CANVAS = "Student,ID,SIS User ID,SIS Login ID,Section\n"
MOODLE = "First name,Last name,Email address,Groups\n"
GERMAN = "Vorname;Nachname;E-Mail-Adresse;Gruppen\n"
GRADESCOPE = "First Name,Last Name,SID,Email,Role,Section\n"
CLASSROOM50 = "username,first_name,last_name,email,section,github_id,role\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("student,section\na,Lab 1\nb,Lab 2; Lab 1\nc,\n", {"a": "Lab 1", "b": "Lab 2|Lab 1", "c": ""}),
        ("student,section\na,\"Lab 1, Mon\"\nb,Sun and Moon\n", {"a": "Lab 1, Mon", "b": "Sun and Moon"}),
        (f"{CANVAS}A,1,,a,X and Y\nB,2,,b,X\nC,3,,c,\"X, Y, and Z\"\n", {"a": "X|Y", "b": "X", "c": "X|Y|Z"}),
        (f"{CANVAS}A,1,,a,Lab 1 und Lecture\nB,2,,b,Lab 2 und Lecture\n", {"a": "Lab 1|Lecture", "b": "Lab 2|Lecture"}),
        (CANVAS + SEAS, {"a": "Sun and Moon", "b": "Sun and Moon", "c": "Sea"}),
        (f"{MOODLE}A,B,a@u,\"X, Y\"\nC,D,c@u,X\nE,F,e@u,No groups\n", {"a": "X|Y", "c": "X", "e": ""}),
        (f"{GERMAN}A;B;a@u;Ü 1, Ü 2\nC;D;c@u;Ü 2\nE;F;e@u;Keine Gruppen\n", {"a": "Ü 1|Ü 2", "c": "Ü 2", "e": ""}),
        (f"{GRADESCOPE}A,B,a,a@u,Student,X\nT,A,9,t@u,TA,X\n", {"a": "X"}),
        (f"{CLASSROOM50}a,A,B,,Lab 1,1,student\nted,T,Ta,,Lab 1,2,ta\n", {"a": "Lab 1"}),
    ],
    ids=["own", "own-names", "canvas", "canvas-german", "canvas-and", "moodle", "moodle-german", "gradescope", "classroom50"],
)  # fmt: skip
def test_sections_as_platforms_write_them(tmp_path: Path, text: str, expected: dict[str, str]) -> None:
    people = roster.read(write(tmp_path, text))
    assert named(people) == {student: tuple(names.split("|")) if names else () for student, names in expected.items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{GRADESCOPE}A,B,a,a@u,Student,X\nTed,Tan,9,t@u,TA,X\nIda,In,8,i@u,Instructor,X\n", [("Ted Tan", "X")]),
        (f"{CLASSROOM50}a,A,B,,Lab 1,1,student\nted,,,,Lab 1,2,ta\n", [("ted", "Lab 1")]),
        ("student,section\na,X\n", []),
    ],
    ids=["gradescope", "classroom50", "own"],
)
def test_assistants_in_a_platforms_list_have_their_section(tmp_path: Path, text: str, expected: list[tuple[str, str]]) -> None:
    assert roster.assistants(write(tmp_path, text)) == expected


def test_folders_are_called_like_sections_and_never_twice() -> None:
    names = ["Lab 2", "Lab 10", "lab-2", "CON", "../..", "***", "Übung 1 ", "no section", "x" * 300]
    people = {str(number): Person(str(number), section=name) for number, name in enumerate(names)}
    found = sections.sections(people)
    folders = [section.folder for section in found]
    assert len({folder.casefold() for folder in folders}) == len(folders)
    assert all(re.fullmatch(r"[\w-]{1,70}", folder) for folder in folders)
    by_name = {section.name: section.folder for section in found}
    assert (by_name["Lab 2"], by_name["Lab 10"], by_name["CON"], by_name["Übung 1"]) == (
        "lab-2",
        "lab-10",
        "section-con",
        "übung-1",
    )
    assert found[-1].folder == "no-section" and [section.name for section in found].index("Lab 2") < folders.index("lab-10")


def test_names_of_sections_are_text_wherever_they_stand(trial: Checkout) -> None:
    pytest.importorskip("nbgrader")
    trial.write("results/m9/ada.json", encode(samples.result("ada")).decode())
    trial.write("roster.csv", 'student,section\nada,"=1+1 <script>alert(1)</script> \x1b[31m [bold]"\n')
    for command in (("report", "m9"), ("manual", "m9"), ("totals",)):
        more = ("--section", "=1+1 <script>alert(1)</script> \x1b[31m [bold]") if command[0] == "totals" else ()
        done = trial.run("-m", "graders", *command, "--roster", "roster.csv", *more)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "\x1b[31m" not in done.stdout + done.stderr
    pages = [path.read_text(encoding="utf-8") for path in (trial.folder / "results/m9").rglob("index.html")]
    assert len(pages) == 2 and all("<script>alert" not in page and "\x1b" not in page for page in pages)
    with (trial.folder / "results/m9/by_hand.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {row["section"][:2] for row in csv.DictReader(file)} == {"'="}


def test_a_section_is_one_however_it_is_typed(tmp_path: Path) -> None:
    people = {"a": Person("a", section="Lab 1"), "b": Person("b", section="LAB  1"), "c": Person("c")}
    lab, without = sections.sections(people, [("Kim", "lab 1"), ("Kim", "Lab 1")])
    assert lab == Section("Lab 1", "lab-1", ("a", "b"), ("Kim",))
    assert without.students == ("c",) and without.has("stranger") and not without.has("a")
    chosen = sections.chosen(["lab 1", "NONE", "Lab 1"], people, "roster.csv")
    assert chosen.name == "Lab 1 and no section" and chosen.inside(tmp_path) == tmp_path / "sections" / "lab-1+no-section"
    assert not sections.EVERYBODY and sections.EVERYBODY.has("anybody")


def test_without_sections_nothing_is_different(trial: Checkout) -> None:
    pytest.importorskip("nbgrader")
    trial.write("results/m9/ada.json", encode(samples.result("ada")).decode())
    done = trial.run("-m", "graders", "report", "m9")
    assert (done.returncode, done.stdout) == (0, "results/m9/index.html\n")
    assert "Sections</h2>" not in (trial.folder / "results/m9/index.html").read_text(encoding="utf-8")
    done = trial.run("-m", "graders", "manual", "m9")
    assert done.returncode == 0 and "m9: 2 of 2 to do" in done.stdout, done.stdout + done.stderr
    trial.write("sections.csv", "teacher\nKim\n")
    broken: subprocess.CompletedProcess[str] = trial.run("-m", "graders", "manual", "m9")
    assert broken.returncode == 2 and "sections.csv line 1: there is no column called section" in broken.stderr


@pytest.mark.skipif(browser.CHROMIUM is None, reason="there is no Chromium here to open the page in")
def test_the_pages_in_a_browser(whole: Class, tmp_path: Path) -> None:
    whole.type("report", "m9")
    with browser.browser(tmp_path / "profile") as page:
        page.open(whole.results / "m9" / "index.html", 1000)
        page.wait_for("document.querySelectorAll('.chart svg').length > 2")
        page.run("document.querySelector('a[href*=\"sections/lab-1\"]').click()")
        page.wait_for("document.querySelector('h1')?.textContent.endsWith('Lab 1')")
        page.wait_for("document.querySelectorAll('.chart svg').length > 2")
        page.run("form.elements.words.value = 'müller'; apply().then(() => true)")
        visible = "[...document.querySelectorAll('[aria-labelledby=hand-title] tbody tr')].filter(row => !row.hidden).length"
        assert page.run(visible) == 2
        assert page.trouble == []
