"""What a Gradescope autograder leaves in /autograder/results/results.json, a file per student.

The fields are those of https://gradescope-autograders.readthedocs.io/en/latest/specs/#output-format.
"""

import json
from typing import Any

from graders.export.grades import Export, Grades, file_name, lines, points_of, seconds, total
from graders.report.account import full_account
from graders.result import ExerciseResult, Result, RubricResult
from graders.roster import Person
from graders.text import harmless, is_secret, some_of

_NAME = 200  # characters
_STATUS = {"pass": "passed", "partial": "failed", "fail": "failed", "todo": "failed"}
"""Gradescope knows these two only; of the other states none is claimed."""


def export(grades: Grades) -> Export:
    """gradescope/<student>.json for everybody."""
    files, unjudged = {}, []
    for person, result in grades.people():
        document = json.dumps(_document(grades, person, result), indent=1)
        files[f"gradescope/{file_name(result.student, '.json')}"] = f"{document}\n"
        if total(result) is None:
            unjudged.append(result.student)
    notes = ["in a Gradescope autograder, copy the student's file to /autograder/results/results.json"]
    if unjudged:
        notes.append(f"without a score, which Gradescope reports as a failed autograder: {some_of(unjudged)}")
    return Export(files, notes)


def _document(grades: Grades, person: Person, result: Result) -> dict[str, Any]:
    public = [line for line in lines(result) if not is_secret(line, False)]
    points = sum(points_of(line) or 0 for line in public)
    score = total(result)
    # Gradescope asks for the sum as soon as one of the tests has no score.
    document: dict[str, Any] = {} if score is None else {"score": score}
    document |= {
        "execution_time": seconds(result),
        "output": f"{grades.title}: {points} of {sum(line.max for line in public)} public points",
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [_test(exercise, line) for exercise in result.exercises for line in exercise.rubric],
    }
    if person.nickname and (board := _leaderboard(result)):
        document["leaderboard"] = board
    return document


def _test(exercise: ExerciseResult, line: RubricResult) -> dict[str, Any]:
    """A rubric line. One nobody judged has no score; a hidden one is not shown before the grades are published.

    Until then Gradescope hides the total, too. Text, never HTML: much of it is what a student's program said.
    """
    test: dict[str, Any] = {"name": harmless(f"{exercise.id} {exercise.title}: {line.title}", _NAME), "name_format": "text"}
    if (points := points_of(line)) is not None:
        test |= {"score": points, "max_score": line.max}
    if line.state in _STATUS:
        test["status"] = _STATUS[line.state]
    return test | {
        "output": full_account(line),
        "output_format": "text",
        "visibility": "after_published" if is_secret(line, False) else "visible",
        "extra_data": {"line": line.id, "state": line.state},
    }


def _leaderboard(result: Result) -> list[dict[str, Any]]:
    """Speed-ups of the public races, for those who gave themselves a nickname."""
    return [
        {"name": harmless(f"{line.id} {check.title}", _NAME), "value": float(f"{check.speedup.ratio:.3g}"), "order": "desc"}
        for line in lines(result)
        if not is_secret(line, False)
        for check in line.checks
        if check.speedup
    ]
