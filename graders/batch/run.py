"""Judges one folder of exercise files: pytest as a subprocess, a Result back."""

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from graders import course, messages
from graders.course import Exercise, Module
from graders.result import Result, RubricResult, judge_line, load, with_lines


class GraderTrouble(Exception):
    """The grader itself failed on this hand-in; never counted against the student."""


@dataclass(frozen=True)
class Run:
    """How to judge: which exercises, with hidden tests or without, which of correctness and races."""

    module: Module
    exercises: tuple[Exercise, ...]
    sandbox: bool
    seed: int
    hidden: bool = True
    marks: str = ""
    """A pytest -m expression: "perf" or "not perf"; empty for both."""
    gpu: str = "auto"
    limit: float = 1800.0
    """Seconds for the whole run; its parts have limits of their own, so this one is for a broken grader."""


def judge(run: Run, submission: Path, student: str, fingerprint: str) -> Result:
    """The result of the exercise files in `submission`.

    Raises GraderTrouble with one sentence when pytest did not come to its end or left no result.
    """
    tests = [exercise.tests for exercise in run.exercises]
    if run.hidden:
        hidden = [run.module.hidden / path.name for path in tests]
        tests += [path for path in hidden if path.is_file()]
    with tempfile.TemporaryDirectory(prefix="grading-") as folder:
        file = Path(folder) / "result.json"
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", f"--rootdir={course.ROOT}"]
        command += ["-c", str(course.ROOT / "pyproject.toml"), *map(str, tests)]
        command += ["--submission", str(submission), "--result", str(file), "--student", student]
        command += ["--fingerprint", fingerprint, "--gpu", run.gpu]
        command += ["--sandbox"] if run.sandbox else []
        command += ["-m", run.marks] if run.marks else []
        # The seed is secret until the night is over: other processes can read a command line, not this environment.
        environment = os.environ | {"COURSE_SEED": str(run.seed), "PYTHONDONTWRITEBYTECODE": "1"}
        environment.pop("PYTEST_ADDOPTS", None)
        try:
            done = subprocess.run(
                command, cwd=course.ROOT, env=environment, capture_output=True, text=True, errors="replace", timeout=run.limit
            )
        except subprocess.TimeoutExpired:
            raise GraderTrouble(f"judging {student} took more than {run.limit:g} s") from None
        # 5 is pytest's "nothing selected": an exercise without races in a run of races.
        if done.returncode not in (0, 1, 5) or (not file.exists() and done.returncode != 5):
            last = (done.stderr.strip() or done.stdout.strip() or "nothing was printed").splitlines()[-1]
            raise GraderTrouble(f"judging {student} failed (pytest exit {done.returncode}): {last[:300]}")
        if not file.exists():
            raise GraderTrouble(f"judging {student} selected no checks")
        return _with_hidden_lines_judged(load(file)) if run.hidden else load(file)


def _with_hidden_lines_judged(result: Result) -> Result:
    """A hidden line that no test belongs to was not decided, and a decision that is missing is an error."""

    def judged(line: RubricResult) -> RubricResult:
        forgotten = line.state == "deferred" and line.why == messages.AT_HAND_IN
        return judge_line(line.id, line.title, line.max, []) if forgotten else line

    return with_lines(result, judged)
