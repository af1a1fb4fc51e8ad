"""What platforms make of our exports: schemas where there are any, else the rules of their importers in a few lines.

- Gradescope: schemas/gradescope.schema.json, after the documentation of its autograders.
- Classroom 50: schemas/classroom50.schema.json, after its own schema, and the two rules that no schema can say.
- JUnit: schemas/junit.xsd, after Ant's, and that suites count what is in them.
- Canvas: lib/gradebook_importer.rb of https://github.com/instructure/canvas-lms, which says how each row is read.
- Moodle: grade/import/csv/classes/load_data.php of https://github.com/moodle/moodle, and lib/csvlib.class.php before it.

Each returns what the platform would enter, by the names that it goes by; what it would refuse is an AssertionError.
"""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

SCHEMAS = Path(__file__).parent / "schemas"
_NO_ASSIGNMENT = re.compile("(Current|Final) (Score|Points|Grade)|Override (Score|Grade|Status)")
"""Canvas takes columns with such words in their heading for its own totals, and leaves them out."""
_COUNTS = {"tests": "testcase", "failures": "failure", "errors": "error", "skipped": "skipped"}


@cache
def _schema(name: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads((SCHEMAS / f"{name}.schema.json").read_bytes()))


@cache
def _junit() -> Any:
    xmlschema = pytest.importorskip("xmlschema", reason="xmlschema is not installed: nothing to read junit.xsd with")
    return xmlschema.XMLSchema(str(SCHEMAS / "junit.xsd"))


def gradescope(text: str) -> Any:
    """The document. Without a score on top Gradescope adds up those of the tests."""
    document = json.loads(text)
    _schema("gradescope").validate(document)
    return document


def classroom50(text: str) -> Any:
    document = json.loads(text)
    _schema("classroom50").validate(document)
    for part in (document, *document["tests"]):
        assert type(part["score"]) is type(part["max-score"]) is int
        assert part["score"] <= part["max-score"]
    return document


def junit(text: str) -> ET.Element:
    _junit().validate(text)
    root = ET.fromstring(text)
    for number, suite in enumerate(root):
        assert suite.get("id") == str(number)
        assert {key: int(suite.get(key, "")) for key in _COUNTS} == {
            key: len(list(suite.iter(tag))) for key, tag in _COUNTS.items()
        }
    return root


def canvas(text: str, numbers: tuple[str, ...] = ()) -> tuple[dict[str, str], str, str]:
    """Grades by the first of ID, SIS id, login and name that is filled in; the assignment; what there is to win in it.

    `numbers` are those of the assignments that the course has; one that it has is meant by its number, any other by its title.
    """
    head, *rows = _table(text)
    assert "Student" in head[0] and "ID" in head[1]
    assert re.search(r"SIS\s+User\s+ID", head[2]) and re.search(r"SIS\s+Login\s+ID", head[3]) and "Section" in head[4]
    columns = [each for each in head[5:] if not _NO_ASSIGNMENT.search(each)]
    assert len(columns) == 1, "any further column would become an assignment"
    found = re.fullmatch(r"(.*) \((\d+)\)", columns[0])
    assignment = found[2] if found and found[2] in numbers else columns[0]
    grades, most = {}, ""
    for row in rows:
        grade = re.sub(r"[.,](?=.*[.,])", "", row[5]).replace(",", ".")  # as Canvas reads numbers of any country
        if "Points Possible" in row[0]:
            most = grade
        elif any(row):
            key = next(each for each in (*row[1:4], row[0]) if each)
            assert key not in grades, "two rows of one student"
            grades[key] = grade
    return {key: grade for key, grade in grades.items() if grade.strip() not in ("", "-")}, assignment, most


def moodle(text: str, known: set[str], identify_by: str, unlimited: bool = False) -> dict[str, float]:
    """Grades by the column `identify_by`; one identifier that Moodle does not know, and nothing at all is imported."""
    head, *rows = _table(text)
    assert len(head) > 1 and all(each.strip() for each in head) and len(set(head)) == len(head)
    assert all(len(row) == len(head) for row in rows), "csvweirdcolumns"
    (item,) = (each for each in head if each not in ("ID number", "Email address", "Feedback comments"))
    grades: dict[str, float] = {}
    for row in rows:
        values = dict(zip(head, (each.strip() for each in row), strict=True))
        who = values[identify_by]
        assert who, "a row without identifier gets the student of the row above"
        assert who in known, "usermappingerror"
        grade = float(values[item])  # an empty one would be stored as 0
        assert unlimited or grade <= 100, "gradevaluetoobig"
        grades[who] = grade
    return grades


def _table(text: str) -> list[list[str]]:
    """As both read it; Canvas leaves out lines of separators only."""
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    return [row for row in rows if any(each.strip() for each in row)]
