"""A grading night: correctness on all cores, then races one at a time, then what the machine was too busy for once more, alone.

A submission that was graded before with the same files, grader and key is left alone, byte for byte; several with the very
same files are judged once. What the first phase
found is kept as well, so that a night that was killed goes on where it was. A result that is replaced goes to the student's
history.
"""

import hashlib
import math
import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import msgspec

from graders import course
from graders.course import Module
from graders.grading import engine, store
from graders.grading.engine import Engine
from graders.grading.fingerprint import grader_hash
from graders.grading.jobs import Done
from graders.grading.run import GraderTrouble, Run, job, result_of
from graders.judge.machine import machine_card
from graders.key import key_of, secret_key, seed_of
from graders.result import ExerciseResult, Result, RubricResult, encode, judge_line, load, with_lines, write_atomically
from graders.submission import Submission, fingerprint
from graders.worker.launch import cores

QUIET_RERUNS = 2
UNCHANGED = "unchanged"
"""The phase of those who were graded before, of which there is one step."""
AGAIN = 600.0
"""Seconds in which what was too noisy is judged again. A night on a busy machine takes so much longer, whatever the class."""


class Progress(Protocol):
    def __call__(self, phase: str, done: int, of: int, said: str = "") -> None:
        """Told of every step of a phase; `said` is whose submission it was about, and what it has so far."""


@dataclass(frozen=True)
class GradingBatch:
    """What to grade with."""

    module: Module
    submissions: Path
    out: Path
    sandbox: bool
    gpu: str = "auto"
    jobs: int = 0
    """Submissions judged for correctness at a time on this machine; 0: one more than it has cores."""
    scheduler: str = ""
    """The address of a Dask scheduler; empty: this machine."""
    course_folder: str = ""
    """Where a cluster's workers find the course; empty: it is sent to them."""

    def path(self, student: str) -> Path:
        return self.out / self.module.id / f"{student}.json"

    def begun(self, student: str) -> Path:
        """Where a result waits for its races."""
        return self.out / self.module.id / ".begun" / f"{student}.json"

    def grader(self, digest: str) -> str:
        """What a fingerprint says about how a submission was judged."""
        return f"{digest} {self.sandbox} {self.gpu}"

    def engine(self) -> Engine:
        if self.scheduler:
            return engine.cluster(self.scheduler, course.ROOT, self.course_folder)
        # One more than cores, as with make: judge and worker wait for each other, and in many a test for a thread to wait.
        return engine.local(course.ROOT, self.jobs or cores() + 1)


@dataclass(frozen=True)
class Outcome:
    results: list[Result]
    """One per submission, in their order."""
    graded: int
    skipped: int
    alike: int = 0
    """Of those graded: how many have the very same files as another one, with whom they were judged."""


def grade(
    batch: GradingBatch, submissions: Sequence[Submission], progress: Progress, others: Sequence[Submission] = ()
) -> Outcome:
    """Grade every submission that is not graded yet and write its result file as soon as it is complete.

    `others` are there and not to be graded, but what was found of the very same files counts for these, too.
    """
    key = secret_key()
    grader = grader_hash(batch.module, key)
    prints = {each.student: fingerprint(each, batch.grader(grader)) for each in (*submissions, *others)}
    todo = [
        submission for submission in submissions if not _is_current(batch.path(submission.student), prints[submission.student])
    ]
    run = grading_run(batch, key)
    if same := len(submissions) - len(todo):
        progress(UNCHANGED, same, len(submissions))
    new = {each.student for each in todo}
    stand = [each for each in submissions if each.student not in new]
    stand += [each for each in others if new and _is_current(batch.path(each.student), prints[each.student])]
    heads, twins = _once(todo, stand, prints)
    if todo:
        started = store.now()
        if heads:
            with batch.engine() as workers:
                _judge_answers(batch, replace(run, marks="not perf"), workers, heads, prints, progress)
                _judge_races(batch, run, workers, heads, progress)
        _share(batch, twins, progress)
        _end(batch, submissions)
        last = load(batch.path(todo[-1].student))
        store.write_record(
            batch.out,
            store.Record(
                module=batch.module.id,
                by=store.user(),
                handins=str(batch.submissions.resolve()),
                handout=last.handout,
                grader=grader,
                key=hashlib.sha256(key).hexdigest(),
                started=started,
                finished=store.now(),
                graded=len(todo),
                machine=last.machine,
            ),
        )
    return Outcome(
        [load(batch.path(submission.student)) for submission in submissions],
        len(todo),
        len(submissions) - len(todo),
        len(twins),
    )


def _once(
    todo: Sequence[Submission], stand: Sequence[Submission], prints: Mapping[str, str]
) -> tuple[list[Submission], dict[str, str]]:
    """Whom to judge, and who gets the result of whom: the very same files are judged once. The results of `stand` are there.

    So a team whose members all have the submission has one result, however its races go.
    """
    first = {prints[each.student]: each.student for each in reversed(stand)}
    heads = [each for each in todo if first.setdefault(prints[each.student], each.student) == each.student]
    judged = {each.student for each in heads}
    return heads, {each.student: first[prints[each.student]] for each in todo if each.student not in judged}


def _share(batch: GradingBatch, twins: Mapping[str, str], progress: Progress) -> None:
    """Give those with the very same files the result of the one that was judged."""
    for done, (student, judged) in enumerate(twins.items(), 1):
        result = msgspec.structs.replace(load(batch.path(judged)), student=student)
        store.replace(batch.path(student), result)
        progress("same files", done, len(twins), _so_far(result))


def _end(batch: GradingBatch, graded: Sequence[Submission]) -> None:
    """Remove what waited for their races; another night, killed half-way, may have left something of others."""
    for submission in graded:
        batch.begun(submission.student).unlink(missing_ok=True)
    folder = batch.begun("").parent
    if not any(folder.glob("*.json")):
        shutil.rmtree(folder, ignore_errors=True)


def grading_run(batch: GradingBatch, key: bytes) -> Run:
    """How everybody is judged; the key decides what the inputs are."""
    seed = seed_of(key_of(batch.module.id, key))
    return Run(batch.module, batch.module.exercises, batch.sandbox, seed, gpu=batch.gpu)


def _judge_answers(
    batch: GradingBatch,
    run: Run,
    workers: Engine,
    submissions: Sequence[Submission],
    prints: dict[str, str],
    progress: Progress,
) -> None:
    """The first phase, on all cores; what it finds is written to where it waits for its races."""
    waiting = [
        submission for submission in submissions if not _is_current(batch.begun(submission.student), prints[submission.student])
    ]
    done = len(submissions) - len(waiting)
    progress("correctness", done, len(submissions))
    jobs = [job(run, submission.files, submission.student, prints[submission.student]) for submission in waiting]
    for index, ended in workers.run(jobs):
        student = waiting[index].student
        judged = _judged(run, ended, student, prints[student])
        write_atomically(batch.begun(student), encode(judged))
        done += 1
        progress("correctness", done, len(submissions), _so_far(judged))


def _judge_races(batch: GradingBatch, run: Run, workers: Engine, submissions: Sequence[Submission], progress: Progress) -> None:
    """The second phase, one at a time per machine: races, and what was too busy to tell; the last word is kept."""
    waiting = {submission.student: submission for submission in submissions}
    judged = {student: load(batch.begun(student)) for student in waiting}
    left = {student: _left(run, submission, judged[student]) for student, submission in waiting.items()}
    progress("timing", 0, len(submissions))
    again, until = 0, math.inf
    for attempt in range(1 + QUIET_RERUNS):
        if time.monotonic() > until:
            break
        students = [student for student in waiting if left[student]]
        for student in [student for student in waiting if not left[student]]:
            _finish(batch, waiting.pop(student), judged[student])
        progress("timing", len(submissions) - len(waiting), len(submissions))
        if attempt == 1:
            again, until = len(waiting), time.monotonic() + AGAIN
        runs = [quiet_run(run, left[student], noisy_lines(judged[student]), again=attempt > 0) for student in students]
        jobs = [
            job(each, waiting[student].files, student, judged[student].fingerprint)
            for each, student in zip(runs, students, strict=True)
        ]
        for index, ended in workers.run(jobs, timing=True):
            student = students[index]
            judged[student] = merge(judged[student], _judged(runs[index], ended, student, judged[student].fingerprint))
            left[student] = noisy_lines(judged[student]) & left[student] if attempt < QUIET_RERUNS else set()
            if not left[student]:
                _finish(batch, waiting.pop(student), judged[student])
                progress("timing", len(submissions) - len(waiting), len(submissions), _so_far(judged[student]))
            progress("once more", again - len(waiting), again, _so_far(judged[student]) if left[student] else "")
            if time.monotonic() > until:
                break  # the machine does not get quiet; what is open stays so, and is said to be
    for student, submission in waiting.items():
        _finish(batch, submission, judged[student])


def _left(run: Run, submission: Submission, judged: Result) -> set[str]:
    """The lines that are to be judged on a machine of their own."""
    started = {line.id for exercise in run.module.exercises if submission.started(exercise) for line in exercise.rubric}
    return (lines_to_race(judged) & started) | noisy_lines(judged)


def quiet_run(run: Run, lines: set[str], noisy: set[str], *, again: bool) -> Run:
    """Judges these lines, alone on the machine; where none of them was too busy to tell, the races are all that is left."""
    exercises = tuple(each for each in run.exercises if any(line.id in lines for line in each.rubric))
    return replace(run, exercises=exercises, lines=tuple(sorted(lines)), marks="" if lines & noisy else "perf", again=again)


def lines_to_race(result: Result) -> set[str]:
    return {line.id for exercise in result.exercises for line in exercise.rubric if any(check.not_run for check in line.checks)}


def noisy_lines(result: Result) -> set[str]:
    """What the machine was too busy to decide."""
    return {line.id for exercise in result.exercises for line in exercise.rubric if line.state == "noisy"}


def _judged(run: Run, ended: Done, student: str, print_: str) -> Result:
    """What a job found; the grader's own trouble is a result that says so."""
    try:
        return result_of(run, ended, student)
    except GraderTrouble as trouble:
        return _not_judged(run, student, print_, str(trouble))


def _so_far(judged: Result) -> str:
    return f"{judged.student} {judged.points} of {judged.max}"


def _finish(batch: GradingBatch, submission: Submission, judged: Result) -> None:
    """Write the complete result; what was there before goes to the history."""
    complete = msgspec.structs.replace(judged, exercises=[_without_races(exercise) for exercise in judged.exercises])
    store.replace(batch.path(submission.student), _with_refusals(complete, submission))


def _is_current(path: Path, wanted: str) -> bool:
    """Whether that result stands. The grader's own trouble does not: it is tried again."""
    try:
        result = load(path)
    except (OSError, ValueError):
        return False
    troubled = any(line.state == "error" for exercise in result.exercises for line in exercise.rubric)
    return result.fingerprint == wanted and not troubled


def merge(first: Result, second: Result) -> Result:
    """`first` with every check that was run in `second` replaced by what `second` says; the card is that of the races."""
    news = {line.id: line for exercise in second.exercises for line in exercise.rubric}

    def renewed(line: RubricResult) -> RubricResult:
        other = news.get(line.id)
        if other is None:
            return line
        if not other.checks:
            return other if other.state == "error" and any(check.not_run for check in line.checks) else line
        checks = [old if new.not_run else new for old, new in zip(line.checks, other.checks, strict=True)]
        return judge_line(line.id, line.title, line.max, checks)

    machine = second.machine if "noise" in second.machine else first.machine
    return msgspec.structs.replace(with_lines(first, renewed), finished=second.finished, machine=machine)


def _without_races(exercise: ExerciseResult) -> ExerciseResult:
    """Races that were not worth running (no file, or not started) fail for the reason the other checks failed."""
    reason = next((check for line in exercise.rubric for check in line.checks if not check.not_run), None)

    def settled(line: RubricResult) -> RubricResult:
        if reason is None or not any(check.not_run for check in line.checks):
            return line
        checks = [
            msgspec.structs.replace(check, state=reason.state, why=reason.why, cause=reason.cause) if check.not_run else check
            for check in line.checks
        ]
        return judge_line(line.id, line.title, line.max, checks)

    return msgspec.structs.replace(exercise, rubric=[settled(line) for line in exercise.rubric])


def _with_refusals(result: Result, submission: Submission) -> Result:
    """Say why a file that is there was not read, instead of that it is missing."""
    whole = submission.refused.get("")
    reasons = {exercise.id: whole or submission.refused.get(exercise.file) for exercise in result.exercises}

    def explained(line: RubricResult) -> RubricResult:
        why = reasons[line.id.rsplit(".", 1)[0]]
        refused = why and line.state in ("fail", "todo")
        return msgspec.structs.replace(line, state="fail", why=why, checks=[]) if refused else line

    return with_lines(result, explained)


def _not_judged(run: Run, student: str, print_: str, why: str) -> Result:
    now = store.now()
    exercises = [
        ExerciseResult(
            id=exercise.id,
            title=exercise.title,
            file=exercise.path.name,
            rubric=[
                RubricResult(id=line.id, title=line.title, state="error", points=0, max=line.max, why=why)
                for line in exercise.rubric
            ],
            bonus=not exercise.required,
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
        machine=machine_card(sandboxed=run.sandbox, timed=False),
        exercises=exercises,
    )
