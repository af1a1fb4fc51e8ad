"""Every format against its golden file, against what is documented about it, and against names meant to do harm.

After a wanted change write the golden files anew, and read their diff:

    PYTHONPATH=. python tests/test_export_formats.py
"""

import csv
import io
import json
import re
import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.course import Module
from graders.csv_cells import cell, identifier, written
from graders.export import canvas, classroom50, formats, gradescope, junit, moodle
from graders.export.grades import ExportError, Grades, check_results, file_name, name, total
from graders.result import Check, Result, judge_line, with_lines
from graders.roster import Person
from tests import importers, samples

GOLDEN = Path(__file__).parent / "golden" / "export"
LINES = [line.id.removeprefix("m2.").replace(".", "_") for each in samples.result().exercises for line in each.rubric]
ROSTER = {
    person.student: person
    for person in [
        Person("ada", "Lee, Ann", "Ann.Lee@example.org", "Perf 1", "alee", "u0102", "10231", nickname="lovelace"),
        Person("dead", "Nobody\nJudged", "dead@example.org", sis_id="u0103", canvas_id="10232"),
        Person("grace", '=HYPERLINK("http://evil/";"x")', "grace@example.org", "+1", "ghopper", "u0104", "10233"),
        Person("rtl", "\u202egpj.exe", "rtl@example.org", sis_id="@u0105", canvas_id="-1"),
        Person("zoë müller", "Müller; =1+1, Zoë", "zoe@example.org", sis_id="u0106", canvas_id="10236"),
        Person("away", "On Leave", "away@example.org", sis_id="u0107", canvas_id="10237"),
    ]
}
HANDED_IN = {"ada": datetime(2026, 11, 19, 23, 58, 30, tzinfo=timezone(timedelta(hours=1)))}
RUNNER = {
    "CLASSROOM": "perf-2026",
    "ASSIGNMENT": "m2",
    "ASSIGNMENT_TYPE": "individual",
    "SUBMISSION_TAG": "submit/2026-11-20T18-00-00Z-a1b2c3d",
    "COMMIT_URL": "https://github.com/x/y/commit/a1b2c3d",
    "RELEASE_URL": "https://github.com/x/y/releases/tag/submit",
}


def results() -> list[Result]:
    """Half-good, perfect, untouched, one not on the class list, and one of whom the grader could judge nothing."""
    return [
        samples.result("zoë müller", e0_hidden="error"),
        samples.result("ada"),
        samples.perfect("grace"),
        samples.untouched("rtl"),
        samples.result("stranger", e1_speed="deferred"),
        samples.result("dead", **dict.fromkeys(LINES, "error")),
    ]


TOTALS = {"ada": 15, "dead": None, "grace": 31, "rtl": 0, "stranger": 11, "zoë müller": 14}


@pytest.fixture
def module(tmp_path: Path) -> Module:
    return samples.module(tmp_path / "m2")


@pytest.fixture
def grades(module: Module) -> Grades:
    return Grades(module, results(), ROSTER, HANDED_IN)


def written_files(grades: Grades) -> dict[str, str]:
    made = [make(grades) for make in formats.formats("48213", RUNNER).values()]
    notes = [*formats.notes(grades), *(note for each in made for note in each.notes)]
    return {path: text for each in made for path, text in each.files.items()} | {"notes.txt": "\n".join(notes) + "\n"}


def golden(path: str) -> Path:
    """Where that file's golden file is: without accents, which not every disk and archive writes alike."""
    return GOLDEN / unicodedata.normalize("NFKD", path).encode("ascii", "ignore").decode()


def test_every_file_is_as_its_golden_file(grades: Grades) -> None:
    files = written_files(grades)
    assert {golden(path) for path in files} == {path for path in GOLDEN.rglob("*") if path.is_file()}
    for path, text in files.items():
        assert text.encode() == golden(path).read_bytes().replace(b"\r\n", b"\n"), path


def test_totals_are_the_sums_of_what_was_judged() -> None:
    assert {result.student: total(result) for result in results()} == TOTALS


def test_the_order_of_the_results_makes_no_difference(grades: Grades, module: Module) -> None:
    assert written_files(Grades(module, results()[::-1], ROSTER, HANDED_IN)) == written_files(grades)


# ---- secrets ------------------------------------------------------------------------------------------------------


def test_nothing_of_hidden_checks_is_in_a_file_that_students_see(grades: Grades) -> None:
    secret = {path for path, text in written_files(grades).items() if "shard" in text or "104729" in text}
    assert secret == {"points.csv"}  # the instructor's table


def test_nothing_hostile_gets_through(grades: Grades) -> None:
    for path, text in written_files(grades).items():
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", text), path


# ---- Canvas and Moodle --------------------------------------------------------------------------------------------


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def test_canvas_gets_one_column_with_the_assignments_number(grades: Grades) -> None:
    head, possible, *rows = read(canvas.export(grades, "48213").files["canvas.csv"])
    assert head == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "M2 Concurrency (48213)"]
    assert possible == ["    Points Possible", "", "", "", "", "31"]
    assert rows[0] == ["Lee, Ann", "10231", "u0102", "alee", "Perf 1", "15"]
    assert rows[1] == ["Nobody Judged", "10232", "u0103", "", "", ""]
    assert rows[2] == ['\'=HYPERLINK("http://evil/";"x")', "10233", "u0104", "ghopper", "'+1", "31"]
    assert rows[3] == ["\\u202egpj.exe", "", "", "", "", "0"]
    assert rows[4] == ["stranger", "", "", "", "", "11"]
    assert rows[5][0] == "Müller;' =1+1, Zoë"


def test_canvas_is_told_apart_from_a_new_assignment(grades: Grades) -> None:
    made = canvas.export(grades)
    assert read(made.files["canvas.csv"])[0][-1] == "M2 Concurrency"
    assert "no Canvas id: rtl, stranger;" in made.notes[0]
    assert "makes a new one" in made.notes[1]
    assert len(canvas.export(grades, "48213").notes) == 1


def test_moodle_gets_no_empty_identifier_and_no_empty_grade(grades: Grades) -> None:
    made = moodle.export(grades)
    head, *rows = read(made.files["moodle.csv"])
    assert head == ["Email address", "M2 Concurrency", "Feedback comments"]
    assert [row[:2] for row in rows] == [
        ["Ann.Lee@example.org", "15"],
        ["grace@example.org", "31"],
        ["rtl@example.org", "0"],
        ["zoe@example.org", "14"],
    ]
    assert rows[0][2].startswith("m2.e0 correct 4/4, speed 4/6, hidden 1/2; m2.e1 correct 2/5, speed 4/4 for now, hidden –/3;")
    assert any("locks" in note for note in made.notes)
    assert any(note.endswith(": stranger") for note in made.notes)


def test_canvas_and_moodle_read_what_was_meant(grades: Grades) -> None:
    table = canvas.export(grades, "48213").files["canvas.csv"]
    by_number = {"10231": "15", "10233": "31", "\\u202egpj.exe": "0", "stranger": "11", "10236": "14"}
    assert importers.canvas(table, ("48213",)) == (by_number, "48213", "31")
    assert importers.canvas(table)[1] == "M2 Concurrency (48213)"  # a course without that assignment gets a new one
    table = moodle.export(grades).files["moodle.csv"]
    addresses = {person.email for person in ROSTER.values()}
    assert importers.moodle(table, addresses, "Email address") == {
        "Ann.Lee@example.org": 15, "grace@example.org": 31, "rtl@example.org": 0, "zoe@example.org": 14
    }  # fmt: skip


@pytest.mark.parametrize("title", ["Final Score", "The override status", "Current points"])
def test_a_title_that_canvas_leaves_out_is_told(module: Module, title: str) -> None:
    grades = Grades(replace(module, title=title), [samples.result("ada")], ROSTER)
    assert any("leaves such a column out" in note for note in canvas.export(grades, "1").notes) == (title == "Final Score")


def test_moodle_gets_both_identifiers_where_everybody_has_both(module: Module) -> None:
    grades = Grades(module, [samples.result("ada"), samples.result("zoë müller")], ROSTER)
    assert read(moodle.export(grades).files["moodle.csv"])[1][:3] == ["u0102", "Ann.Lee@example.org", "15"]
    nobody = moodle.export(Grades(module, [samples.result("ada")]))
    assert read(nobody.files["moodle.csv"]) == [["Email address", "M2 Concurrency", "Feedback comments"]]


# ---- Gradescope ---------------------------------------------------------------------------------------------------


def gradescope_files(grades: Grades) -> dict[str, Any]:
    return {Path(path).stem: json.loads(text) for path, text in gradescope.export(grades).files.items()}


def test_gradescope_gets_the_documented_fields(grades: Grades) -> None:
    unjudged = {"dead"}  # of whom nothing can be said, which Gradescope reports
    for path, text in gradescope.export(grades).files.items():
        if Path(path).stem not in unjudged:
            document = importers.gradescope(text)
            assert document["score"] == sum(test.get("score", 0) for test in document["tests"])
    for document in gradescope_files(grades).values():
        for test in document["tests"]:
            assert test["output_format"] == test["name_format"] == "text"
            assert test["visibility"] == ("after_published" if ".hidden" in test["extra_data"]["line"] else "visible")


def test_gradescope_gets_no_score_where_nobody_judged(grades: Grades) -> None:
    documents = gradescope_files(grades)
    tests = {test["extra_data"]["line"]: test for test in documents["ada"]["tests"]}
    for line in ("m2.e1.hidden", "m2.e2.gpu"):
        assert not {"score", "max_score", "status"} & tests[line].keys()
    assert tests["m2.e2.correct"]["score"] == 0
    assert "for now" in tests["m2.e1.speed"]["output"] and "status" not in tests["m2.e1.speed"]
    assert "score" not in documents["dead"]
    assert documents["ada"]["execution_time"] == 48


def test_only_who_chose_a_nickname_is_on_the_leaderboard(grades: Grades) -> None:
    documents = gradescope_files(grades)
    assert {student for student, document in documents.items() if "leaderboard" in document} == {"ada"}
    assert documents["ada"]["leaderboard"] == [
        {"name": "m2.e0.speed faster than one core", "value": 3.64, "order": "desc"},
        {"name": "m2.e1.speed two workers pay", "value": 1.97, "order": "desc"},
    ]


# ---- Classroom 50 -------------------------------------------------------------------------------------------------


def classroom50_files(grades: Grades, **environment: str) -> dict[str, Any]:
    return {Path(path).stem: json.loads(text) for path, text in classroom50.export(grades, environment).files.items()}


@pytest.mark.parametrize("environment", [{}, RUNNER])
def test_classroom50_gets_what_its_schema_requires(grades: Grades, environment: dict[str, str]) -> None:
    files = classroom50.export(grades, environment).files
    assert {Path(path).stem for path in files} == TOTALS.keys() - {"dead"}
    for document in map(importers.classroom50, files.values()):
        for key in ("score", "max-score"):
            assert document[key] == sum(test[key] for test in document["tests"])


def test_classroom50_hears_from_its_runner_what_a_result_does_not_know(grades: Grades) -> None:
    (document,) = classroom50_files(Grades(grades.module, [samples.result("ada")]), **RUNNER, OWNER="ada-on-github").values()
    assert (document["classroom"], document["owner"]) == ("perf-2026", "ada-on-github")
    assert document["review"] == document["commit"] == RUNNER["COMMIT_URL"]
    assert classroom50.export(Grades(grades.module, [samples.result("ada")]), RUNNER).notes == []
    made_up, undated = classroom50.export(grades, {}).notes[:2]
    assert "made up" in made_up
    assert undated.endswith("`datetime` is when grading began: grace, rtl, stranger, zoë müller")


def test_classroom50_keeps_the_time_of_handing_in_when_it_is_graded_again(grades: Grades) -> None:
    later = samples.result("ada", finished="2026-12-24T18:00:00+00:00")
    again = Grades(grades.module, [msgspec.structs.replace(later, started="2026-12-24T17:00:00+00:00")], ROSTER, HANDED_IN)
    (document,) = classroom50_files(again).values()
    assert (document["datetime"], document["graded_at"]) == ("2026-11-19T22:58:30Z", "2026-12-24T18:00:00Z")
    assert classroom50_files(grades)["ada"]["datetime"] == document["datetime"]
    assert classroom50_files(grades)["grace"]["datetime"] == "2026-11-20T18:04:12Z"  # when grading began


@pytest.mark.parametrize(
    ("repository", "owner"),
    [
        ("https://github.com/org/perf-2026-m2-octocat", "octocat"),
        ("git@github.com:org/perf-2026-m2-octo-cat.git", "octo-cat"),
        ("git@github.com:perf-2026-m2-octocat.git/", "octocat"),
        ("https://github.com/octocat/numbers-go-brrr", "ada"),
        ("", "ada"),
    ],
)
def test_classroom50_finds_the_owner_in_the_repositorys_name(module: Module, repository: str, owner: str) -> None:
    grades = Grades(module, [samples.result("ada")], {"ada": Person("ada", repository=repository)})
    assert classroom50_files(grades, **RUNNER)["ada"]["owner"] == owner


# ---- JUnit --------------------------------------------------------------------------------------------------------


COUNTS = ["tests", "failures", "errors", "skipped"]


def test_junit_follows_its_schema_and_tells_failures_from_trouble(grades: Grades) -> None:
    root = importers.junit(junit.export(grades).files["junit.xml"])
    counts = {suite.get("name"): [int(suite.get(key, "")) for key in COUNTS] for suite in root}
    assert counts["ada"] == [8, 4, 1, 2]
    assert counts["grace"] == [8, 0, 0, 0]
    assert counts["rtl"] == [8, 8, 0, 0]
    assert counts["dead"] == [8, 0, 8, 0]
    assert [suite[0].find("property[@name='name']").get("value") for suite in root][:2] == ["Lee, Ann", "Nobody Judged"]  # type: ignore[union-attr]


# ---- all of them --------------------------------------------------------------------------------------------------


def test_names_of_formats() -> None:
    assert formats.names("canvas, moodle,nbgrader") == ["canvas", "moodle", "nbgrader"]
    with pytest.raises(ValueError, match="'excel' is no format; there are csv, "):
        formats.names("csv,excel")


def test_the_summary_says_who_is_meant(grades: Grades) -> None:
    notes = formats.notes(grades)
    assert notes == [
        "not on the class list, so exports know the id only: stranger",
        "on the class list, but not graded: away",
        "nothing judged, so the total is missing: dead",
        "not everything judged, so the total may rise: ada, stranger, zoë müller",
        "too noisy in places, so those points are provisional: ada, zoë müller",
    ]
    many = Grades(grades.module, [samples.perfect(f"s{number:02}") for number in range(12)])
    assert formats.notes(many) == ["no class list (--roster): exports know ids only"]
    assert canvas.export(many, "1").notes[0].startswith("no Canvas id: s00, s01, s02, s03, s04, s05, s06, s07 and 4 more;")


def test_results_that_do_not_fit_are_refused(module: Module) -> None:
    ada = samples.result("ada")
    shorter = msgspec.structs.replace(ada, exercises=ada.exercises[1:])
    richer = with_lines(ada, lambda line: msgspec.structs.replace(line, points=line.max + 1))
    for odd, sentence in [
        ([ada, ada], "two results of 'ada'"),
        ([msgspec.structs.replace(ada, module="m3")], "is about module 'm3'"),
        ([shorter], "other rubric lines"),
        ([richer], "outside 0"),
    ]:
        with pytest.raises(ExportError, match=sentence):
            check_results(module, odd)


def test_no_id_leads_out_of_the_folder() -> None:
    assert file_name("../../etc", ".json") == "_._.._etc.json"
    assert file_name("zoë müller", ".json") == "zoë müller.json"


@given(st.text())
def test_no_cell_is_a_formula_wherever_a_spreadsheet_cuts(text: str) -> None:
    for piece in re.split("[;\t\n]", cell(text)):
        assert piece.lstrip()[:1] not in tuple("=+-@＝＋－＠")
    assert identifier(text) in (text, "")


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8")), min_size=2, max_size=4), min_size=1, max_size=4))
def test_tables_read_back_as_they_were(texts: list[list[str]]) -> None:
    table: list[list[str | int]] = [[cell(text) for text in row] for row in texts]
    assert read(written(table)) == table


@given(st.text(min_size=1), st.text(), st.text())
def test_any_text_leaves_every_format_readable(student: str, called: str, said: str) -> None:
    result = _saying(student, said)
    person = Person(student, called, called, called, called, called, called, nickname=called)
    grades = Grades(MODULE, [result], {student: person})
    for path, text in written_files(grades).items():
        text.encode()
        if path.endswith(".json"):
            json.loads(text)
        elif path.endswith(".xml"):
            (suite,) = importers.junit(text)
            assert suite.findall("properties/property[@name='points']")[0].get("value") == "0"
        elif path.endswith(".csv"):
            width = {len(row) for row in read(text)}
            assert len(width) == 1, path
    assert "\n" not in name(person)


def _saying(student: str, said: str) -> Result:
    check = Check(title=said, state="fail", points=0, max=4, why=said, details=[said])
    (exercise, *_) = samples.result().exercises
    line = judge_line("m2.e0.correct", said, 4, [check])
    exercise = msgspec.structs.replace(exercise, title=said, rubric=[line])
    return msgspec.structs.replace(samples.result(student), exercises=[exercise])


MODULE = Module("m2", "Concurrency", Path(), "", ())


def _renewed() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        grades = Grades(samples.module(Path(folder)), results(), ROSTER, HANDED_IN)
    for path in [path for path in GOLDEN.rglob("*") if path.is_file()]:
        path.unlink()
    for file, text in written_files(grades).items():
        path = golden(file)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        yield file


if __name__ == "__main__":
    print(*_renewed(), sep="\n")
