"""The result.json that a Classroom 50 autograder leaves in the student's checkout, a file per student.

The fields are those of `classroom50/result/v1`:
https://github.com/foundation50/classroom50/blob/main/schemas/result-v1.schema.json, explained in
https://github.com/foundation50/classroom50/wiki/Advanced-Autograding. Its runner publishes the file with the student's
repository at once, so nothing of hidden checks is in it but their points.

A test there must have a whole number as its score, from 0 to its maximum. So a line that nobody judged is not listed, and
counts in `max-score` as little as in `score`; nor is one for which a person typed a fraction, or points off for lateness,
which count in `score`; of a student of whom nothing was judged there is no file, which the runner takes for a failed run.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeGuard

from graders.export.grades import Export, Grades, file_name, lines, moment, points_of, total
from graders.result import ExerciseResult, Points, Result, RubricResult
from graders.roster import Person
from graders.text import harmless, some_of, why_shown

_NAME, _SENTENCE = 200, 400  # characters
_COURSE = "numbers-go-brrr"


def export(grades: Grades, environment: Mapping[str, str]) -> Export:
    """classroom50/<student>.json for everybody of whom something was judged.

    `environment` holds what Classroom 50's runner says about the submission (CLASSROOM, ASSIGNMENT, SUBMISSION_TAG, …).
    """
    files, unjudged, broken = {}, [], []
    for person, result in grades.people():
        if total(result) is None:
            unjudged.append(result.student)
            continue
        if not _fits(total(result), result.max):
            broken.append(result.student)
            continue
        document = json.dumps(_document(person, result, grades.handed_in.get(result.student), environment), indent=1)
        files[f"classroom50/{file_name(result.student, '.json')}"] = f"{document}\n"
    notes = []
    if "SUBMISSION_TAG" not in environment:
        notes.append("outside of Classroom 50's runner tags and links are made up: good to read, refused when collected")
        judged = [result.student for _, result in grades.people() if total(result) is not None]
        if undated := [student for student in judged if student not in grades.handed_in]:
            notes.append(f"when they handed in was not noted, so that `datetime` is when grading began: {some_of(undated)}")
    elif len(grades.results) > 1:
        notes.append("the runner's tag and links are one submission's; there are results of several students here")
    if unjudged:
        notes.append(f"no file, because a score is required: {some_of(unjudged)}")
    if broken:
        notes.append(f"no file, because Classroom 50 takes whole totals, and none beyond the maximum: {some_of(broken)}")
    return Export(files, notes)


def _document(person: Person, result: Result, handed_in: datetime | None, environment: Mapping[str, str]) -> dict[str, Any]:
    classroom = environment.get("CLASSROOM") or _COURSE
    assignment = environment.get("ASSIGNMENT") or result.module
    # Links and tags must not be empty. Where Classroom 50 itself has none, after an edit by hand, it repeats such a tag.
    finished = _time(moment(result.finished))
    tag = environment.get("SUBMISSION_TAG") or f"submit/manual-{finished.replace(':', '-')}"
    commit = environment.get("COMMIT_URL") or tag
    tests = [
        _test(exercise, line, int(points))
        for exercise in result.exercises
        for line in exercise.rubric
        if _fits(points := points_of(line), line.max)
    ]
    return {
        "schema": "classroom50/result/v1",
        "classroom": classroom,
        "assignment": assignment,
        "assignment_type": environment.get("ASSIGNMENT_TYPE") or "individual",
        "owner": environment.get("OWNER") or environment.get("USERNAME") or _owner(person, f"{classroom}-{assignment}-"),
        "submission": tag,
        "commit": commit,
        "release": environment.get("RELEASE_URL") or tag,
        "review": environment.get("REVIEW_URL") or commit,
        # When it was handed in, or the nearest that is known. The runner knows it of its own submissions, and sets it.
        "datetime": _time(handed_in.astimezone(UTC) if handed_in else moment(result.started)),
        "graded_at": finished,
        "score": total(result),
        "max-score": sum(line.max for line in lines(result) if points_of(line) is not None),
        "tests": tests,
    }


def _fits(points: Points | None, most: int) -> TypeGuard[Points]:
    """Whether the schema can say it: what people typed may be a fraction, or more than there is."""
    return points is not None and points == int(points) and 0 <= points <= most


def _test(exercise: ExerciseResult, line: RubricResult, points: int) -> dict[str, Any]:
    """A rubric line; `state` and `message` are ours, which the schema allows."""
    return {
        "test-name": harmless(f"{line.id} {exercise.title}: {line.title}", _NAME),
        "passed": line.state == "pass",
        "score": points,
        "max-score": line.max,
        "state": line.state,
        "message": harmless(why_shown(line, line, False), _SENTENCE),
    }


def _owner(person: Person, prefix: str) -> str:
    """The login in the name of the student's repository, `<classroom>-<assignment>-<login>`; else the id."""
    repository = person.repository.rstrip("/").removesuffix(".git").replace(":", "/").rsplit("/", 1)[-1]
    return repository.removeprefix(prefix) if repository.startswith(prefix) else person.student


def _time(when: datetime | None) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ") if when else "1970-01-01T00:00:00Z"
