"""What a person has to look at after a grading, the most urgent kind first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graders.judge.messages import tampered
from graders.result import Result, RubricResult
from graders.text import STATES

KINDS = {
    "error": "the grader had trouble",
    "tampered": "tampered with",
    "refused": "files refused",
    "disputed": "disputed or overridden",
    "missing": "no result",
    "noisy": STATES["noisy"].word,
    "zero": "zero in all, without a reason above",
}
NO_RESULT = "on the class list, but nothing was graded"
NOTHING_STARTED = "nothing was started"
STARTED = "something was started, but it has no point"
_TAMPERED = tampered("").removesuffix("()")


@dataclass(frozen=True)
class Case:
    kind: str
    student: str
    lines: tuple[str, ...]
    """The rubric lines it is about; none: it is about the whole submission."""
    why: str


def cases(results: Sequence[Result], listed: Sequence[str], flags: Mapping[str, Sequence[str]]) -> list[Case]:
    """All there is to look at, by kind and then by student.

    `listed` are the ids of the class list, `flags` sentences about a student from elsewhere: a regrade asked for, an
    override that now disagrees with the machine.
    """
    graded = {result.student for result in results}
    collected = [case for result in results for case in _of_result(result)]
    collected += [Case("disputed", student, (), why) for student, sentences in flags.items() for why in sentences]
    collected += [Case("missing", student, (), NO_RESULT) for student in listed if student not in graded]
    kinds = list(KINDS)
    return sorted(collected, key=lambda case: (kinds.index(case.kind), case.student))


def _of_result(result: Result) -> Iterator[Case]:
    """One case per kind and reason, however many lines give it."""
    lines = [line for exercise in result.exercises for line in exercise.rubric]
    reasons: dict[tuple[str, str], list[str]] = {}
    for line in lines:
        for reason in _reasons(line):
            reasons.setdefault(reason, []).append(line.id)
    for (kind, why), ids in reasons.items():
        yield Case(kind, result.student, tuple(dict.fromkeys(ids)), why)
    judged = [line for line in lines if line.state != "deferred"]
    if result.points == 0 and judged and not reasons:
        untouched = all(line.state == "todo" for line in judged)
        trouble = next((exercise.trouble for exercise in result.exercises if exercise.trouble), "")
        yield Case("zero", result.student, (), NOTHING_STARTED if untouched else trouble or STARTED)


def _reasons(line: RubricResult) -> Iterator[tuple[str, str]]:
    if line.state in ("error", "noisy"):
        checks = [check.why for check in line.checks if check.state == line.state and check.why]
        for why in checks or [line.why]:
            yield line.state, why
    if line.state == "fail" and not line.checks and line.why:
        yield "refused", line.why  # a failed line without checks is one whose file was not read
    for check in line.checks:
        if check.cause == "Stopped" and check.why.startswith(_TAMPERED):
            yield "tampered", check.why
