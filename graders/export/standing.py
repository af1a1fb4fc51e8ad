"""What everybody has, out of what, and who decided: the one answer that every export, page and table asks for.

The grader's verdict counts; over it a decision by hand (`override`), and over both what was typed in formgrader, as in
nbgrader's own total. Written answers and points off for lateness, of which nbgrader alone knows, are lines like any other.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from graders import questions
from graders.course import Module
from graders.export import messages
from graders.export.nbgrader import typed
from graders.export.nbgrader.notebooks import code_id, grade_id
from graders.export.nbgrader.typed import Score, Typed
from graders.questions import Question
from graders.result import ExerciseResult, Points, Result, RubricResult, State, whole


def standing(module: Module, results: Sequence[Result], course: Path) -> list[Result]:
    """The results, decisions by hand already in them, with all that the nbgrader course folder `course` knows.

    Whoever is not in its gradebook, or where there is none, has what the graders gave; the maximum is the same for all.
    Raises ExportError where there is a gradebook that cannot be read.
    """
    return with_typed(module, results, typed.read(module, course))


def with_typed(module: Module, results: Sequence[Result], known: Mapping[str, Typed]) -> list[Result]:
    """The same with what was read before."""
    asked = questions.read(module).questions
    return [_one(module, result, known.get(result.student), asked) for result in results]


def _one(module: Module, result: Result, known: Typed | None, asked: Sequence[Question]) -> Result:
    scores: Mapping[str, Score] = known.scores if known else {}
    comments: Mapping[str, str] = known.comments if known else {}
    exercises = [_judged(exercise, scores, comments) for exercise in result.exercises]
    if asked:
        rubric = [_written(question, known) for question in asked]
        said = "\n\n".join(comments[grade_id(question.id)] for question in asked if grade_id(question.id) in comments)
        title = messages.WRITTEN
        exercises.append(ExerciseResult(id=f"{module.id}.written", title=title, file="", rubric=rubric, comment=said))
    if known and known.penalty:
        exercises.append(_late(module, known.penalty))
    return msgspec.structs.replace(result, exercises=exercises)


def _judged(exercise: ExerciseResult, scores: Mapping[str, Score], comments: Mapping[str, str]) -> ExerciseResult:
    """An exercise with what was typed over its lines."""

    def line(judged: RubricResult) -> RubricResult:
        score = scores.get(grade_id(judged.id), Score())
        if score.typed is None and not score.extra:
            return judged
        points = whole((judged.points if score.typed is None else score.typed) + score.extra)
        by_hand = messages.typed(judged.points, score.typed, score.extra, judged.by_hand)
        return msgspec.structs.replace(
            judged, points=points, state=_state(points, judged.max), by_hand=by_hand, judged=_given(judged)
        )

    comment = comments.get(code_id(exercise), "")
    return msgspec.structs.replace(exercise, rubric=[line(each) for each in exercise.rubric], comment=comment)


def _given(line: RubricResult) -> Points:
    """What the grader gave, whoever decided otherwise since."""
    return line.points if line.judged is None else line.judged


def _written(question: Question, known: Typed | None) -> RubricResult:
    """A written answer: what somebody gave for it, nothing where there is none, or still to be read."""
    score = known.scores.get(grade_id(question.id), Score()) if known else Score(waits=True)
    points: Points = 0
    state: State
    by_hand = ""
    if score.typed is not None or score.extra:
        points = whole((score.typed or 0) + score.extra)
        state, by_hand = _state(points, question.max), messages.READ
    else:
        state = "deferred" if score.waits else "todo"
    return RubricResult(id=question.id, title=question.title, state=state, points=points, max=question.max, by_hand=by_hand)


def _late(module: Module, off: Points) -> ExerciseResult:
    line = RubricResult(
        id=f"{module.id}.late", title=messages.POINTS_OFF, state="partial", points=whole(-off), max=0, by_hand=messages.LATE
    )
    return ExerciseResult(id=f"{module.id}.late", title=messages.LATENESS, file="", rubric=[line])


def _state(points: Points, of: int) -> State:
    return "pass" if points >= of else "partial" if points else "fail"
