"""Judge some rubric lines of everybody again, after a test was mended, and say who moves before anything is written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec

from graders.course import Exercise
from graders.grading.batch import (
    QUIET_RERUNS,
    GradingBatch,
    Progress,
    grading_run,
    lines_to_race,
    merge,
    noisy_lines,
    quiet_run,
)
from graders.grading.fingerprint import grader_hash
from graders.grading.run import GraderTrouble, Run, job, result_of
from graders.key import secret_key
from graders.result import Points, Result, with_lines
from graders.submission import Submission, changed, fingerprint


@dataclass(frozen=True)
class Move:
    """How one student's points in one line changed."""

    student: str
    line: str
    before: Points
    after: Points


@dataclass(frozen=True)
class Regrade:
    results: list[Result]
    """As they would be written, only those that were judged again."""
    moves: list[Move]
    trouble: dict[str, str]
    """Why students could not be judged again; their results stay as they are."""

    @property
    def up(self) -> list[Move]:
        return [move for move in self.moves if move.after > move.before]

    @property
    def down(self) -> list[Move]:
        return [move for move in self.moves if move.after < move.before]


def regrade(
    batch: GradingBatch,
    results: Sequence[Result],
    submissions: Sequence[Submission],
    exercises: Sequence[Exercise],
    lines: set[str],
    progress: Progress,
) -> Regrade:
    """Judge these lines again; all other lines stay as they were."""
    key = secret_key()
    grader = grader_hash(batch.module, key)
    by_student = {submission.student: submission for submission in submissions}
    trouble = {result.student: "there is no submission any more" for result in results if result.student not in by_student}
    stale = changed(results, submissions)
    trouble |= dict.fromkeys(stale, "the files changed since they were graded: grade them again")
    everybody = [result for result in results if result.student not in trouble]
    # The very same files are judged once, as when they were graded: a team has one result.
    first: dict[str, str] = {}
    alike = {each.student: first.setdefault(fingerprint(by_student[each.student], ""), each.student) for each in everybody}
    base = replace(grading_run(batch, key), exercises=tuple(exercises), lines=tuple(sorted(lines)))
    news: dict[str, Result] = {}
    with batch.engine() as workers:
        for attempt in range(2 + QUIET_RERUNS):
            students = [student for student in first.values() if student not in trouble]
            left = {student: _left(news.get(student), lines, attempt) for student in students}
            students = [student for student in students if left[student]]
            runs = [_run(base, news.get(student), left[student], attempt) for student in students]
            jobs = [job(run, by_student[each].files, each, "") for run, each in zip(runs, students, strict=True)]
            phase = "timing" if attempt else "correctness"
            progress(phase, 0, len(jobs))
            for done, (index, ended) in enumerate(workers.run(jobs, timing=attempt > 0), 1):
                student = students[index]
                progress(phase, done, len(jobs))
                if ended.code == 5:  # none of these lines has such a check
                    continue
                try:
                    found = result_of(runs[index], ended, student)
                except GraderTrouble as error:
                    trouble[student] = str(error)
                    continue
                news[student] = merge(news[student], found) if student in news else found
    for student, judged_as in alike.items():
        if judged_as in news:
            news[student] = news[judged_as]
        if judged_as in trouble:
            trouble[student] = trouble[judged_as]
    regraded, moves = [], []
    for before in everybody:
        if before.student in trouble or before.student not in news:
            trouble.setdefault(before.student, "none of these lines was judged")
            continue
        judged = {line.id: line for exercise in news[before.student].exercises for line in exercise.rubric if line.id in lines}
        if bad := next((line for line in judged.values() if line.state == "error"), None):
            trouble[before.student] = f"{bad.id}: {bad.why}"
            continue
        print_ = fingerprint(by_student[before.student], batch.grader(grader))
        after = with_lines(before, lambda line, judged=judged: judged.get(line.id, line))  # type: ignore[misc]
        regraded.append(msgspec.structs.replace(after, fingerprint=print_, finished=news[before.student].finished))
        old = {line.id: line.points for exercise in before.exercises for line in exercise.rubric}
        moves += [Move(before.student, line.id, old[line.id], line.points) for line in judged.values()]
    return Regrade(regraded, moves, trouble)


def _left(found: Result | None, lines: set[str], attempt: int) -> set[str]:
    """The lines that this attempt is to judge: all of them, then races and what was too busy to tell."""
    if found is None:
        return lines if attempt < 2 else set()
    return lines & (noisy_lines(found) | lines_to_race(found))


def _run(base: Run, found: Result | None, left: set[str], attempt: int) -> Run:
    if not attempt:
        return replace(base, marks="not perf")
    return quiet_run(base, left, noisy_lines(found) if found else set(), again=attempt > 1)
