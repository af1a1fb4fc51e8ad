"""Forty students in twelve shapes of delivery: nobody is lost, nobody gets another's, and all totals are one."""

import random
import re
import sys
from pathlib import Path

import pytest

from tests import browser, class_of_forty
from tests.class_of_forty import SHAPES, Files, class_list, delivered, students
from tests.downloads import Student
from tests.test_collect import place, rows, run, write  # noqa: F401


def own(student: Student) -> Files:
    return {"e1_blur.py": f"# {student.person.student}\n".encode(), "handin.ipynb": f"[{student.person.student!r}]".encode()}


@pytest.mark.parametrize("seed", [pytest.param(0, marks=pytest.mark.long), 1])
@pytest.mark.parametrize("shape", SHAPES)
def test_nobody_gets_what_somebody_outside_of_the_list_handed_in(capsys, shape, seed):
    """With half of the class missing in the list, those who are left have their own or nothing."""
    everybody = students()
    listed = random.Random(seed).sample(everybody, len(everybody) // 2) if seed else everybody
    write("roster.csv", class_list(listed))
    write("in.zip", delivered(shape, everybody, own))
    done = run(capsys, "--from", "in.zip", "--roster", "roster.csv")
    right = []
    for each in everybody:
        files = {path.name: path.read_bytes() for path in Path("out", each.person.student, "m9").glob("*[!t]")}
        if files:
            assert files == own(each) and each in listed, each
            right.append(each)
    assert set(rows()) == {each.person.student for each in listed}
    lost = [each for each in listed if each not in right]
    # Ann Lee and Lee Ann are told apart by a number or login, or by you.
    assert {each.full for each in lost} <= {"Ann Lee", "Lee Ann"}, done.out
    unmatched = Path("unmatched.csv").read_text("utf-8-sig") if seed or lost else ""
    for each in (*lost, *(each for each in everybody if each not in listed)):
        assert any(entry in unmatched for entry in class_of_forty.entries(shape, each, own(each))), each


def test_the_table_has_80_columns_at_most():
    outcome = class_of_forty.Outcome("Google Classroom", 42, named=["x"] * 2, right=["x"] * 40)
    outcome.by.update({"sis_id + e-mail + name": 30, "canvas_id + name": 8, "you": 2})
    head, row = class_of_forty.table([outcome]).splitlines()
    assert max(len(head), len(row)) <= 80 and row.endswith("7/7") and "…" in row


@pytest.mark.long
@pytest.mark.alone
@pytest.mark.skipif(sys.platform == "win32", reason="grading is for Linux and macOS")
@pytest.mark.skipif(browser.CHROMIUM is None, reason="there is no Chromium here to open formgrader in")
def test_forty_students_in_twelve_shapes(tmp_path):
    outcomes = class_of_forty.outcomes(tmp_path)
    print(f"\n{class_of_forty.table(outcomes)}")
    assert len(outcomes) == 12
    for each in outcomes:
        assert (len(each.right), each.wrong, len(each.named)) == (40, [], 2), each
        assert not each.unequal, (each.shape, each.unequal)
        assert len(each.decisions) == 40 and not any(re.search("\n", said) for said in each.decisions.values())
