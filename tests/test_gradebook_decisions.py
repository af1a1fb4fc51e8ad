"""What shall be in the gradebook, decided from plain values: without nbgrader, a database or a file."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from graders.course import Module
from graders.export.grades import ExportError, lines
from graders.export.nbgrader.class_list import ClassList, Dates, Extension, decide_deadlines, decide_people
from graders.export.nbgrader.decide import Decision, Refused, decide_cells, decide_submission
from graders.export.nbgrader.moments import stored
from graders.export.nbgrader.notebooks import MARK, Notebook, code_id, grade_id
from graders.export.nbgrader.read import Cells, Comment, Grade, Present, Shown
from graders.result import Result
from graders.roster import Person
from tests import samples

TIME = datetime(2026, 11, 20, 11, 0)
PATH = Path("autograded/ada/m2/m2.ipynb")


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> Module:
    return samples.module(tmp_path_factory.mktemp("assignments") / "m2")


def _blank() -> Notebook:
    """The cells that are handed out, without what only nbgrader can work out."""
    cells = []
    for exercise in samples.result().exercises:
        cells.append(_cell(code_id(exercise), solution=True))
        cells += [_cell(grade_id(line.id), points=line.max) for line in exercise.rubric]
    return {"cells": cells, "metadata": {MARK: {}}}


def _cell(name: str, *, solution: bool = False, points: int | None = None) -> dict[str, Any]:
    meta = {"grade_id": name, "cell_type": "code", "grade": points is not None, "solution": solution, "points": points}
    return {"cell_type": "code", "metadata": {"nbgrader": meta}, "source": "", "outputs": []}


NAMES = [cell["metadata"]["nbgrader"]["grade_id"] for cell in _blank()["cells"]]
NEW = Present("ada", {}, {}, frozenset(NAMES))


def decided(there: Present, result: Result | None = None, sources: dict[str, str] | None = None) -> Decision:
    return decide_submission(there, result or samples.result(), sources, _blank(), "fresh")


def afterwards(decision: Decision, there: Present = NEW) -> Present:
    """What is there once that was written."""
    assert decision.shown is not None
    return replace(
        there,
        grades=decision.rows.grades,
        comments=decision.rows.comments,
        is_new=False,
        timestamp=decision.time,
        lines=decision.lines,
        handed_in=decision.time,
        shown=Shown(PATH, decision.shown["metadata"][MARK], decision.shown),
        returned=there.returned | decision.returned.keys(),
    )


def test_of_a_new_student_every_row_is_decided_and_repeating_decides_nothing() -> None:
    first = decided(NEW)
    assert first.is_new and first.is_moved
    assert first.changed.grades.keys() == {grade_id(line.id) for line in lines(samples.result())}
    assert {name: (row.auto, row.waits) for name, row in first.rows.grades.items()} == {
        "m2-e0-correct": (4.0, False), "m2-e0-speed": (4.0, False), "m2-e0-hidden": (1.0, False),
        "m2-e1-correct": (2.0, False), "m2-e1-speed": (4.0, True), "m2-e1-hidden": (None, True),
        "m2-e2-correct": (0.0, False), "m2-e2-gpu": (None, False),
    }  # fmt: skip
    assert first.returned == {"timestamp.txt": "2026-11-20 18:05:00.250000 UTC\n", "submission_secret.txt": "fresh"}
    again = decided(afterwards(first))
    assert not again.is_moved and (again.changed.grades, again.changed.comments) == ({}, {})
    assert again.shown == first.shown
    assert again.returned == {"timestamp.txt": first.returned["timestamp.txt"]}  # the secret stays


def test_what_people_typed_is_kept_and_looked_at_again_when_the_verdict_moves() -> None:
    there = afterwards(decided(NEW))
    typed = Grade(auto=4.0, waits=False, manual=1.5, extra=0.5)
    said = replace(there.comments["m2-e0-code"], manual="well argued")
    there = replace(
        there,
        grades={**there.grades, "m2-e0-correct": typed, "m2-e1-speed": replace(there.grades["m2-e1-speed"], waits=False)},
        comments={**there.comments, "m2-e0-code": said},
    )
    assert not decided(there).is_moved  # neither the score nor the lifted flag is touched
    moved = decided(there, samples.result(e0_correct="fail", e1_speed="pass"))
    assert moved.rows.grades["m2-e0-correct"] == Grade(auto=0.0, waits=True, manual=1.5, extra=0.5)
    assert moved.rows.grades["m2-e1-speed"] == Grade(auto=4.0)
    assert moved.changed.grades.keys() == {"m2-e0-correct", "m2-e1-speed"}
    assert moved.rows.comments["m2-e0-code"].manual == "well argued"
    assert "says fail" in str(moved.changed.comments["m2-e0-code"].auto)


def test_a_score_that_others_changed_is_put_right() -> None:
    there = afterwards(decided(NEW))
    there = replace(there, grades={**there.grades, "m2-e0-correct": Grade(auto=99.0)})
    assert decided(there).changed.grades == {"m2-e0-correct": Grade(auto=4.0)}


def test_the_time_is_the_hand_ins_unless_the_notebook_came_with_its_own() -> None:
    notes = {"timestamp.txt": "2026-11-20 11:00:00 UTC", "submission_secret.txt": "theirs"}
    there = replace(NEW, notes=notes, notes_time=TIME)
    decision = decided(there)
    assert (decision.time, decision.notes, decision.returned["submission_secret.txt"]) == (TIME, notes, "theirs")
    staged = replace(there, is_handed_in=True, handed_in=None, has_stamp=True)
    decision = decided(staged)
    assert (decision.time, decision.notes, decision.drops_stamp) == (None, {}, True)
    assert (decision.shown, decision.returned) == (None, {})  # left for nbgrader to make
    moved = replace(afterwards(decided(NEW)), handed_in=TIME)
    assert decided(moved).is_moved and not decided(moved).changed.grades


def test_a_notebook_that_was_handed_in_keeps_its_own_cells_and_stamp() -> None:
    answered = _blank()
    answered["cells"].append({"cell_type": "markdown", "metadata": {}, "source": "mine"})
    shown = Shown(PATH, {"student": "ada"}, answered)
    there = replace(NEW, is_handed_in=True, shown=shown, secret=b"theirs", returned=frozenset({"timestamp.txt"}))
    decision = decided(there, sources={"e0_parallel_sum.py": "code"})
    assert decision.shown is not None and decision.shown["cells"][-1]["source"] == "mine"
    assert decision.shown["cells"][0]["source"] == "code"
    assert answered["cells"][0]["source"] == ""  # what was read is left as it was
    assert decision.returned == {"submission_secret.txt": b"theirs"}


def test_code_that_is_not_at_hand_goes_on_being_shown() -> None:
    assert "was not at hand" in _code(decided(NEW))
    with_code = decided(NEW, sources={"e0_parallel_sum.py": "mine"})
    assert _code(with_code) == "mine"
    assert _code(decided(afterwards(with_code))) == "mine"


def _code(decision: Decision) -> str:
    assert decision.shown is not None
    return str(next(cell["source"] for cell in decision.shown["cells"] if cell["source"]))


@pytest.mark.parametrize(
    ("change", "finished", "words"),
    [
        ({}, "yesterday", "not an ISO 8601 time"),
        ({"shown": Shown(PATH, None)}, "", "not from this export"),
        ({"shown": Shown(PATH, {"student": "Ada"})}, "", "belongs to 'Ada'"),
        ({"shown": Shown(PATH, {"student": "ada"}, trouble="cannot convert")}, "", "cannot convert"),
        ({"is_new": False, "cells": frozenset({"m2-q1"})}, "", "no row for m2-q1"),
    ],
)
def test_who_cannot_be_exported_is_refused_in_one_sentence(change: dict[str, Any], finished: str, words: str) -> None:
    result = samples.result(finished=finished) if finished else samples.result()
    with pytest.raises(Refused, match=words):
        decided(replace(NEW, **change), result)


def test_cells_are_made_once_and_never_changed(module: Module) -> None:
    blank = _blank()
    points = {
        name: meta["points"]
        for cell in blank["cells"]
        if (meta := cell["metadata"]["nbgrader"])["grade"]
        for name in [meta["grade_id"]]
    }
    there = Cells(points, frozenset(set(NAMES) - points.keys()), has_notebook=True, is_used=True)
    assert decide_cells(module, Cells(), blank) == blank["cells"]
    assert decide_cells(module, there, blank) == []
    for changed, words in (
        (Cells(is_used=True), "was not made by this export"),
        (replace(there, points={**points, "m2-e9-x": 1.0}), "m2-e9-x is only in the gradebook"),
        (replace(there, points={**points, "m2-e0-correct": 5.0}), "worth 4 in the course's files, 5 in the gradebook"),
        (replace(there, points={}), "m2-e0-correct is only in the course's files"),
        (replace(there, has_tasks=True), "the cells with code or tasks differ"),
    ):
        with pytest.raises(ExportError, match=words):
            decide_cells(module, changed, blank)


def test_names_and_addresses_are_changed_only_where_the_class_list_says_others() -> None:
    people = {"ada": Person("ada", "Ada King"), "new": Person("new", "A New", email="new@x"), "=1": Person("=1", "Formula")}
    there = {"ada": {"first_name": "Ada", "last_name": "Lovelace", "email": "ada@x"}}
    decision = decide_people(people, there)
    assert decision.changed == {"ada": {"last_name": "King"}}
    assert decision.new == {"new": {"first_name": "A", "last_name": "New", "email": "new@x"}}
    assert decision.notes == ["nbgrader cannot hold students of these ids: =1"]


def test_extensions_that_people_granted_are_theirs() -> None:
    due, later = datetime(2026, 11, 20, 10, tzinfo=UTC), "2026-11-21T10:00+00:00"
    listed = ClassList({"ada": Person("ada", deadline=later)}, due)
    day = datetime(2026, 11, 21) - datetime(2026, 11, 20)
    there = Dates(None, {"ada": Extension(None, False), "bob": Extension(2 * day, False), "cy": Extension(day, True)})
    decision = decide_deadlines("m2", listed, there)
    assert (decision.due, decision.extensions, decision.moved) == (stored(due), {"ada": day, "cy": None}, 2)
    assert decision.own == {"ada": "2026-11-21T10:00:00", "cy": ""}
    again = decide_deadlines("m2", listed, Dates(stored(due), {"ada": Extension(day, True), "bob": Extension(2 * day, False)}))
    assert (again.due, again.moved) == (None, 0)
    without = decide_deadlines("m2", replace(listed, deadline=None), there)
    assert "add --deadline" in without.notes[0] and without.extensions == {"cy": None}


def test_deciding_needs_no_nbgrader() -> None:
    code = f"""
import sys
sys.modules |= dict.fromkeys(["nbgrader", "sqlalchemy", "nbformat", "traitlets"])
import tests.{Path(__file__).stem} as decisions
decisions.test_of_a_new_student_every_row_is_decided_and_repeating_decides_nothing()
"""
    subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[1], check=True, timeout=120)


def test_a_comment_that_people_wrote_does_not_hide_ours() -> None:
    there = afterwards(decided(NEW))
    there = replace(there, comments={**there.comments, "m2-e1-code": Comment(auto="old", manual="see me")})
    decision = decided(there)
    assert decision.changed.comments.keys() == {"m2-e1-code"}
    assert decision.rows.comments["m2-e1-code"].manual == "see me"
