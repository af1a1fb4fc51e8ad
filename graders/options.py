"""What pytest can be asked in the course: the plug-in's options and marks, and what is meant by the arguments."""

import argparse
import os
import secrets
from pathlib import Path

import pytest

from graders import course, meant
from graders.course import CourseError
from graders.judge import messages

MARKERS = (
    "exercise(id): the exercise these tests belong to, for example m2.e3",
    "points(n): what this test is worth",
    "perf(steps, clock): a race; steps are {speed-up: points in all}, published; clock is cpu, wall or gpu",
    "gpu: needs a GPU; without one the points are decided elsewhere",
)


def add(parser: pytest.Parser) -> None:
    group = parser.getgroup("course", "Numbers Go Brrr")
    group.addoption("--submission", metavar="DIR", help="judge the exercise files in DIR instead of assignments/")
    group.addoption("--todo-ok", action="store_true", help="what is not started yet counts as skipped, not as failed (CI)")
    group.addoption("--gpu", choices=("auto", "on", "off"), default="auto", help="run checks marked gpu (default: auto)")
    group.addoption("--inline", action="store_true", help="run your code inside the tests, for the debugger; never counts")
    group.addoption(
        "--hint",
        "--hints",
        action="count",
        default=0,
        help="show the next hint of every exercise that fails; twice: the next two",
    )
    group.addoption("--seed", type=int, help="repeat the inputs of an earlier run")
    group.addoption("--result", metavar="FILE", help="write the result of one module there (default: results/last.json)")
    group.addoption("--student", default="", help="whose result it is")
    group.addoption("--fingerprint", default="", help="recorded in the result, to tell whether grading again is needed")
    group.addoption("--lines", default="", help="judge these rubric lines only, for example m2.e1.hidden,m2.e3.speed")
    group.addoption("--again", action="store_true", help="the machine was too busy to decide these checks, and is not any more")
    group.addoption("--sandbox", action="store_true", help="run student code under bubblewrap")
    group.addoption("--tolerances", metavar="FILE", help="write there what is doubtful about the tolerances of the tests")
    # For `python -m graders trace`, which pytest's own --trace is not: the folder for what is recorded, and what to record.
    group.addoption("--trace-into", default="", help=argparse.SUPPRESS)
    group.addoption("--trace-yardstick", action="store_true", help=argparse.SUPPRESS)
    group.addoption("--trace-shortest", type=float, default=0.0, help=argparse.SUPPRESS)
    group.addoption(
        "--to-first-failure",
        choices=("exercise", "line"),
        help="leave out the rest of an exercise, or of a line, once a check failed",
    )


def settle(config: pytest.Config) -> None:
    """Find out what is meant: seeds, and folders and files for short names. Raises UsageError."""
    for marker in MARKERS:
        config.addinivalue_line("markers", marker)
    if config.option.seed is None:
        config.option.seed = int(os.environ.get("COURSE_SEED") or secrets.randbelow(1 << 31))
    if getattr(config.option, "hypothesis_seed", None) is None:
        config.option.hypothesis_seed = str(config.option.seed)
    if config.option.submission and not Path(config.option.submission).is_dir():
        raise pytest.UsageError(messages.no_folder(config.option.submission))
    try:
        config.args[:] = meant.tests(config.args, config.invocation_params.dir)
    except CourseError as error:
        raise pytest.UsageError(str(error)) from None


def settle_hypothesis(*, shrinks: bool) -> None:
    """Calls cross a process border and may compile, so hypothesis must not time them; failures are shown one at a time."""
    import hypothesis

    phases = [hypothesis.Phase.explicit, hypothesis.Phase.generate]
    hypothesis.settings.register_profile(
        "course",
        deadline=None,
        database=None,
        derandomize=False,  # hypothesis would set it where CI is set, and the seed would say nothing
        max_examples=25,
        report_multiple_bugs=False,
        phases=[*phases, hypothesis.Phase.shrink] if shrinks else phases,
    )
    hypothesis.settings.load_profile("course")


def wants_own_view(config: pytest.Config) -> bool:
    """Whether the student's own terminal is asked for: course tests alone, and none of pytest's options for graders."""
    plain = config.option.verbose <= 0 and not config.option.fulltrace and not config.option.collectonly
    return plain and bool(config.args) and all(_is_course(config, arg) for arg in config.args)


def _is_course(config: pytest.Config, arg: str) -> bool:
    path = (config.invocation_params.dir / arg.split("::")[0]).resolve()
    return any(root == path or root in path.parents for root in (course.ASSIGNMENTS, course.HIDDEN))
