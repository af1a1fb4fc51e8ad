"""What a test that ran, was skipped or failed means for a student: a check, with the sentence and the lines below it."""

import subprocess
from unittest import SkipTest

import pytest

from graders.judge import messages
from graders.judge.failure import Killed, MachineBusy, Mismatch, StudentFailure, TooNoisy, TooSlow
from graders.judge.plan import Planned
from graders.judge.race import Race
from graders.judge.student import Student
from graders.quantities import times
from graders.result import NOT_RUN, Check, State, Step
from graders.text import harmless, relative
from graders.worker.failures import Ended, Starved

PRINTED = 3
"""Lines that are shown of what code that passed has printed."""
LONGEST_SENTENCE = 500
"""Characters of text that may come from student code."""


def passed(test: Planned, student: Student | None, *, closely: bool) -> Check:
    """`closely`: somebody is at work on a few checks, and wants to see what their code prints."""
    state: State = "pass"
    points, why = test.points, ""
    if student is not None and (raced := student.raced) is not None:
        state = "noisy" if raced.noisy else "pass" if raced.points == test.points else "partial"
        points, why = raced.points, messages.too_noisy(times(raced.speedup.ratio)) if raced.noisy else ""
    return _check(test, student, state, why, points=points, details=_printed(student, PRINTED) if closely else [])


def skipped(test: Planned, error: BaseException | None) -> Check:
    why = str(getattr(error, "msg", "") or error or "") or messages.NOT_RUN
    cause = NOT_RUN if why == messages.NOT_RUN else ""
    return Check(title=test.title, state="deferred", points=0, max=test.points, why=why, cause=cause)


def failed(test: Planned, student: Student | None, error: BaseException | None) -> Check:
    failure = blamed(error)
    if failure is None:
        trouble = harmless(messages.grader_trouble(type(error).__name__, str(error)).splitlines()[0], 300)
        return Check(title=test.title, state="error", points=0, max=test.points, why=trouble)
    why = harmless(" ".join(_sentence(failure, student).split()), LONGEST_SENTENCE)
    details = _details(failure, student) if failure.state == "fail" and student is not None else []
    return _check(test, student, failure.state, why, details=details, cause=type(failure).__name__, line=failure.line)


def of_race(raced: Race, first: Step) -> StudentFailure | None:
    """The failure of a race that won nothing."""
    if raced.points:
        return None
    ratio = times(raced.speedup.ratio)
    return TooNoisy(messages.too_noisy(ratio)) if raced.noisy else TooSlow(messages.too_slow(ratio, f"{first.factor:g}x"))


def of_value(student: Student, error: Exception) -> StudentFailure | None:
    """The failure of a test that broke down over an odd answer; None where the answer cannot be why."""
    if not student.got or not _may_come_from_a_value(error):
        return None
    trouble = harmless(f"{type(error).__name__}: {error}".splitlines()[0], LONGEST_SENTENCE)
    return Mismatch(messages.not_to_be_computed_with(student.got, trouble))


def blamed(error: BaseException | None) -> StudentFailure | None:
    """The failure to blame on the student's code, also inside hypothesis's report of a flaky test; None if it is ours."""
    if isinstance(error, StudentFailure):
        return error
    if isinstance(error, Starved):
        return MachineBusy(messages.MACHINE_BUSY)
    if isinstance(error, Ended) and error.unexplained:
        return Killed(messages.KILLED_FROM_OUTSIDE)
    if isinstance(error, BaseExceptionGroup):
        return next((failure for inner in error.exceptions if (failure := blamed(inner))), None)
    if isinstance(error, AssertionError):
        return Mismatch((str(error).splitlines() or [messages.DOES_NOT_HOLD])[0])
    return None


def _may_come_from_a_value(error: Exception) -> bool:
    """Whether a test's own arithmetic can raise that over an odd answer. The rest is about this machine, or our own bugs."""
    if blamed(error) is not None or isinstance(error, SkipTest):
        return False
    if isinstance(error, (RecursionError, ExceptionGroup)):
        return True
    machine = (OSError, ImportError, RuntimeError, subprocess.SubprocessError, pytest.UsageError)
    return not isinstance(error, machine) and not type(error).__module__.startswith("hypothesis")


def _check(
    test: Planned,
    student: Student | None,
    state: State,
    why: str,
    *,
    details: list[str],
    points: int = 0,
    cause: str = "",
    line: int | None = None,
) -> Check:
    """With what was measured on the way."""
    return Check(
        title=test.title,
        state=state,
        points=points,
        max=test.points,
        why=why,
        details=details,
        cause=cause,
        line=line,
        speedup=student.raced.speedup if student is not None and student.raced is not None else None,
        measures=list(student.measures) if student is not None else [],
    )


def _printed(student: Student | None, lines: int) -> list[str]:
    """The last lines that the student's code printed in this check."""
    printed = student.printed().strip().splitlines() if student is not None else []
    return [_plain(messages.printed(line[:200])) for line in printed[-lines:]]


def _sentence(failure: StudentFailure, student: Student | None) -> str:
    """What went wrong; whoever got None and printed something has most likely printed the answer."""
    sentence = failure.sentence
    if sentence.endswith(messages.RETURN_MISSING) and _printed(student, 1):
        return sentence.removesuffix(messages.RETURN_MISSING) + messages.RETURN_IT
    return sentence


def _details(failure: StudentFailure, student: Student) -> list[str]:
    """The call, what was expected, the student's line, the end of what was printed."""
    lines = [student.calls] if student.calls else []
    lines += failure.details
    if failure.line and student.calls:
        lines.append(f"{relative(student.path)}:{failure.line}   {student.source_line(failure.line)}".rstrip())
    return [_plain(line) for line in lines] + _printed(student, 1)


def _plain(line: str) -> str:
    return harmless(line.replace("\n", "\\n"), LONGEST_SENTENCE)
