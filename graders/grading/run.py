"""Judges one submission: pytest as a subprocess, a Result back."""

import atexit
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from graders import course
from graders.course import Exercise, Module
from graders.grading.jobs import Done, Job, Judges
from graders.result import Result, RubricResult, decode, judge_line, with_lines


class GraderTrouble(Exception):
    """The grader itself failed on this submission; never counted against the student."""


@dataclass(frozen=True)
class Run:
    """How to judge: which exercises, with hidden tests or without, which of correctness and races."""

    module: Module
    exercises: tuple[Exercise, ...]
    sandbox: bool
    seed: int
    hidden: bool = True
    lines: tuple[str, ...] = ()
    """Ids of the only rubric lines to judge; empty for all."""
    marks: str = ""
    """A pytest -m expression: "perf" or "not perf"; empty for both."""
    gpu: str = "auto"
    to_first_failure: Literal["", "exercise", "line"] = ""
    """Of what it is enough to know that something of it fails."""
    again: bool = False
    """Whether these lines could not be decided before, and now have the machine for themselves."""
    tolerances: Path | None = None
    """A file for what is doubtful about the tolerances of the tests; None: nobody asks."""
    limit: float = 7200.0
    """Seconds for the whole run; its parts have limits of their own, so this one is for a broken grader."""
    root: Path = course.ROOT
    """The course folder, in which the module is."""


def job(run: Run, files: Mapping[str, bytes], student: str, fingerprint: str) -> Job:
    """The judging of one submission, ready to be run anywhere."""
    tests = [exercise.tests for exercise in run.exercises]
    if run.hidden:
        hidden = [run.root / course.HIDDEN.relative_to(course.ROOT) / run.module.id / path.name for path in tests]
        tests += [path for path in hidden if path.is_file()]
    arguments = [path.relative_to(run.root).as_posix() for path in tests]
    # With "=": an id such as -x or @file would be an option of pytest's, or a file of options.
    arguments += [f"--student={student}", f"--fingerprint={fingerprint}", f"--gpu={run.gpu}"]
    arguments += ["--sandbox"] if run.sandbox else []
    arguments += [f"--tolerances={run.tolerances}"] if run.tolerances else []
    arguments += [f"--to-first-failure={run.to_first_failure}"] if run.to_first_failure else []
    arguments += ["--again"] if run.again else []
    arguments += ["-m", run.marks] if run.marks else []
    arguments += ["--lines", ",".join(run.lines)] if run.lines else []
    # The seed is secret until the night is over: other processes can read a command line, not this environment.
    environment = {"COURSE_SEED": str(run.seed), "PYTHONDONTWRITEBYTECODE": "1"}
    return Job(files, tuple(arguments), environment, run.limit)


def result_of(run: Run, done: Done, student: str) -> Result:
    """What came out of a job.

    Raises GraderTrouble with one sentence when pytest did not come to its end or left no result.
    """
    if done.code is None:
        raise GraderTrouble(f"judging {student} took more than {run.limit:g} s")
    # 5 is pytest's "nothing selected": an exercise without races in a run of races.
    if done.code not in (0, 1, 5) or (done.result is None and done.code != 5):
        raise GraderTrouble(f"judging {student} failed (pytest exit {done.code}): {done.said}")
    if done.result is None:
        raise GraderTrouble(f"judging {student} selected no checks")
    result = decode(done.result, f"the result of {student}")
    return _with_hidden_lines_judged(result) if run.hidden else result


def judge(run: Run, submission: Path, student: str, fingerprint: str) -> Result:
    """The result of the exercise files in the folder `submission`, judged here and now. Raises GraderTrouble."""
    files = {path.name: path.read_bytes() for path in submission.glob("*.py")}
    return result_of(run, judges_of(run.root).perform(job(run, files, student, fingerprint)), student)


@functools.cache
def judges_of(root: Path) -> Judges:
    """Where this process judges the submissions to the course in that folder, until it ends."""
    judges = Judges(root)
    atexit.register(judges.close)
    return judges


def _with_hidden_lines_judged(result: Result) -> Result:
    """A hidden line that no test belongs to was not decided, and a decision that is missing is an error."""

    def judged(line: RubricResult) -> RubricResult:
        forgotten = line.state == "deferred" and line.id.endswith(".hidden") and not line.checks
        return judge_line(line.id, line.title, line.max, []) if forgotten else line

    return with_lines(result, judged)
