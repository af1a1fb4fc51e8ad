"""Which cells people grade, of which some are still to be done: what the gradebook says, and what the graders leave open.

- Every written answer: to be read, read, changed since it was read, or none handed in.
- Every rubric line that formgrader flags, or, where the student is not in a gradebook, that the graders could not decide.
- Every rubric line that a person decided, here or in formgrader.
"""

from collections.abc import Iterator, Mapping, Sequence

from graders import questions
from graders.course import Module
from graders.export import messages
from graders.export.grades import lines
from graders.export.nbgrader.notebooks import grade_id
from graders.export.nbgrader.typed import Score, Typed
from graders.questions import Question
from graders.report.by_hand import HandCell
from graders.result import Result, RubricResult, whole
from graders.text import STATES, harmless


def cells(module: Module, judged: Sequence[Result], known: Mapping[str, Typed]) -> list[HandCell]:
    """All of them, by student in the order of `judged`, which holds decisions by hand; `known` is what the gradebook says."""
    asked = questions.read(module).questions
    return [cell for result in judged for cell in _of(result, known.get(result.student), asked)]


def _of(result: Result, known: Typed | None, asked: Sequence[Question]) -> Iterator[HandCell]:
    page = known.page if known else ""
    for question in asked:
        yield _answer(result.student, question, known, page)
    for line in lines(result):
        score = known.scores.get(grade_id(line.id), Score()) if known else Score(flagged=line.state in ("noisy", "error"))
        if cell := _line(result.student, line, score, page):
            yield cell


def _answer(student: str, question: Question, known: Typed | None, page: str) -> HandCell:
    score = known.scores.get(grade_id(question.id), Score()) if known else Score(waits=True)
    is_given = score.typed is not None or bool(score.extra)
    points = whole((score.typed or 0) + score.extra) if is_given else None
    if score.waits or score.flagged:
        why = messages.CHANGED_SINCE if is_given else messages.TO_READ if page else messages.NOT_IN_GRADEBOOK
        return HandCell(student, grade_id(question.id), question.title, points, question.max, False, why, page)
    why = messages.READ if is_given else messages.NO_ANSWER
    return HandCell(student, grade_id(question.id), question.title, points or 0, question.max, True, why, page)


def _line(student: str, line: RubricResult, score: Score, page: str) -> HandCell | None:
    """The cell of a rubric line; None where the graders' word is all that is asked for."""
    title = f"{line.id} {line.title}"
    name, is_typed = grade_id(line.id), score.typed is not None or bool(score.extra)
    if is_typed:
        points = whole((line.points if score.typed is None else score.typed) + score.extra)
        why = messages.VERDICT_MOVED if score.flagged else messages.TYPED
        return HandCell(student, name, title, points, line.max, not score.flagged, why, page)
    if line.by_hand:
        return HandCell(student, name, title, line.points, line.max, True, harmless(line.by_hand, 200), page)
    if score.flagged:
        why = harmless(line.why, 200) or STATES[line.state].word
        so_far = None if line.state == "error" else line.points
        return HandCell(student, name, title, so_far, line.max, False, why, page)
    return None
