"""A grading night: correctness on all cores, then races one at a time, then what stayed noisy once more.

A hand-in that was graded before with the same files, grader and key is left alone, byte for byte.
"""

import hashlib
import secrets
import tempfile
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from graders import course, messages
from graders.batch.handin import HandIn, fingerprint, grader_hash
from graders.batch.run import GraderTrouble, Run, judge
from graders.course import Exercise, Module
from graders.judge.machine import machine_card
from graders.result import Check, ExerciseResult, Result, RubricResult, encode, judge_line, load, with_lines, write_atomically
from graders.worker.launch import cores

QUIET_RERUNS = 2
KEY = course.HIDDEN / "key.txt"

Progress = Callable[[str, int, int], None]
"""Told (phase, done, of)."""


@dataclass(frozen=True)
class Night:
    """What to grade with."""

    module: Module
    out: Path
    sandbox: bool
    gpu: str = "auto"
    jobs: int = 0
    """Hand-ins judged for correctness at a time; 0: one per core."""

    def path(self, student: str) -> Path:
        return self.out / self.module.id / f"{student}.json"


@dataclass(frozen=True)
class Outcome:
    results: list[Result]
    """One per hand-in, in their order."""
    graded: int
    skipped: int


def grade(night: Night, handins: Sequence[HandIn], progress: Progress) -> Outcome:
    """Grade every hand-in that is not graded yet and write its result file as soon as it is complete."""
    key = secret_key()
    grader = grader_hash(night.module, key)
    prints = {handin.student: fingerprint(handin, f"{grader} {night.sandbox} {night.gpu}") for handin in handins}
    todo = [handin for handin in handins if not _is_graded(night.path(handin.student), prints[handin.student])]
    seed = int.from_bytes(hashlib.sha256(key + night.module.id.encode()).digest()[:4], "big") >> 1
    run = Run(night.module, night.module.exercises, night.sandbox, seed, gpu=night.gpu, marks="not perf")

    def correctness(handin: HandIn) -> Result:
        return _judge(run, handin, prints[handin.student])

    with ThreadPoolExecutor(night.jobs or cores()) as pool:
        judged = list(_counted("correctness", pool.map(correctness, todo), len(todo), progress))
    for index, (handin, result) in enumerate(zip(todo, judged, strict=True)):
        progress("timing", index, len(todo))
        complete = _with_refusals(_timed(run, handin, result), handin)
        write_atomically(night.path(handin.student), encode(complete))
    progress("timing", len(todo), len(todo))
    return Outcome([load(night.path(handin.student)) for handin in handins], len(todo), len(handins) - len(todo))


def secret_key() -> bytes:
    """The key that seeds all inputs of a grading; made on first use, and the instructor's alone."""
    if not KEY.is_file():
        write_atomically(KEY, secrets.token_hex(32).encode() + b"\n")
        KEY.chmod(0o600)
    return KEY.read_bytes().strip()


def _is_graded(path: Path, wanted: str) -> bool:
    """Whether that result stands. The grader's own trouble does not: it is tried again."""
    try:
        result = load(path)
    except (OSError, ValueError):
        return False
    troubled = any(line.state == "error" for exercise in result.exercises for line in exercise.rubric)
    return result.fingerprint == wanted and not troubled


def _judge(run: Run, handin: HandIn, print_: str) -> Result:
    with tempfile.TemporaryDirectory(prefix="hand-in-") as folder:
        try:
            return judge(run, handin.stage(Path(folder)), handin.student, print_)
        except GraderTrouble as trouble:
            return _not_judged(run, handin.student, print_, str(trouble))


def _timed(run: Run, handin: HandIn, judged: Result) -> Result:
    """The result with its races run; what is too noisy is run again, and the last word is kept."""
    racing = [exercise for exercise in run.module.exercises if handin.started(exercise) and _has_races(judged, exercise)]
    for _ in range(1 + QUIET_RERUNS):
        if not racing:
            break
        races = replace(run, exercises=tuple(racing), marks="perf")
        judged = merge(judged, _judge(races, handin, judged.fingerprint))
        racing = [exercise for exercise in racing if any(line.state == "noisy" for line in _find(judged, exercise).rubric)]
    return msgspec.structs.replace(judged, exercises=[_without_races(exercise) for exercise in judged.exercises])


def _find(result: Result, exercise: Exercise) -> ExerciseResult:
    return next(found for found in result.exercises if found.id == exercise.id)


def _has_races(result: Result, exercise: Exercise) -> bool:
    return any(_not_run(check) for line in _find(result, exercise).rubric for check in line.checks)


def _not_run(check: Check) -> bool:
    return check.state == "deferred" and check.why == messages.NOT_RUN


def merge(first: Result, second: Result) -> Result:
    """`first` with every check that was run in `second` replaced by what `second` says."""
    news = {line.id: line for exercise in second.exercises for line in exercise.rubric}

    def renewed(line: RubricResult) -> RubricResult:
        other = news.get(line.id)
        if other is None:
            return line
        if not other.checks:
            return other if other.state == "error" and any(map(_not_run, line.checks)) else line
        checks = [old if _not_run(new) else new for old, new in zip(line.checks, other.checks, strict=True)]
        return judge_line(line.id, line.title, line.max, checks)

    return msgspec.structs.replace(with_lines(first, renewed), finished=second.finished)


def _without_races(exercise: ExerciseResult) -> ExerciseResult:
    """Races that were not worth running (no file, or not started) fail for the reason the other checks failed."""
    reason = next((check for line in exercise.rubric for check in line.checks if not _not_run(check)), None)

    def settled(line: RubricResult) -> RubricResult:
        if reason is None or not any(map(_not_run, line.checks)):
            return line
        checks = [
            msgspec.structs.replace(check, state=reason.state, why=reason.why, cause=reason.cause) if _not_run(check) else check
            for check in line.checks
        ]
        return judge_line(line.id, line.title, line.max, checks)

    return msgspec.structs.replace(exercise, rubric=[settled(line) for line in exercise.rubric])


def _with_refusals(result: Result, handin: HandIn) -> Result:
    """Say why a file that is there was not read, instead of that it is missing."""
    whole = handin.refused.get("")
    reasons = {exercise.id: whole or handin.refused.get(exercise.file) for exercise in result.exercises}

    def explained(line: RubricResult) -> RubricResult:
        why = reasons[line.id.rsplit(".", 1)[0]]
        return msgspec.structs.replace(line, why=why, checks=[]) if why and line.state == "fail" else line

    return with_lines(result, explained)


def _not_judged(run: Run, student: str, print_: str, why: str) -> Result:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    exercises = [
        ExerciseResult(
            id=exercise.id,
            title=exercise.title,
            file=exercise.path.name,
            rubric=[
                RubricResult(id=line.id, title=line.title, state="error", points=0, max=line.max, why=why)
                for line in exercise.rubric
            ],
        )
        for exercise in run.exercises
    ]
    return Result(
        student=student,
        module=run.module.id,
        handout="",
        fingerprint=print_,
        started=now,
        finished=now,
        machine=machine_card(sandboxed=run.sandbox),
        exercises=exercises,
    )


def _counted(phase: str, results: Iterable[Result], total: int, progress: Progress) -> Iterable[Result]:
    progress(phase, 0, total)
    for done, result in enumerate(results, 1):
        yield result
        progress(phase, done, total)
