"""The pytest plug-in: markers, options, the `student` fixture, points, the student's terminal.

In the order of a run: options, configuration, collection, fixtures, one test, the terminal, the result.
"""

from graders import environment

# Before the packages that may be missing or broken are imported, so that this is told in one sentence.
if _trouble := environment.trouble():
    import pytest

    raise pytest.UsageError(_trouble)

import contextlib
import functools
import gc
import json
import os
import secrets
import shutil
import subprocess
import threading
import time
import zlib
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import SkipTest

import msgspec
import numpy as np
import pytest
from _pytest.runner import runtestprotocol

from graders import course, git, meant
from graders.course import CourseError, Exercise, Hint, Module, RubricLine, solution_of
from graders.handout import edited, manifest
from graders.handout.manifest import HandoutError
from graders.judge import messages, tolerance
from graders.judge.failure import Killed, MachineBusy, Mismatch, NotStarted, StudentFailure, TooNoisy, TooSlow
from graders.judge.machine import machine_card
from graders.judge.student import Student
from graders.quantities import times
from graders.report import terminal
from graders.result import (
    Check,
    ExerciseResult,
    Result,
    RubricResult,
    State,
    Step,
    add_to,
    encode,
    judge_line,
    write_atomically,
)
from graders.text import harmless, is_plain, relative
from graders.worker.launch import Launcher, Plain
from graders.worker.process import Ended, Starved

MARKERS = (
    "exercise(id): the exercise these tests belong to, for example m2.e3",
    "points(n): what this test is worth",
    "perf(steps): a race; {speed-up: points in all}, published",
    "gpu: needs a GPU; without one the points are decided elsewhere",
)


@dataclass(frozen=True)
class Planned:
    """A test as a part of a rubric line."""

    module: Module
    exercise: Exercise
    line: RubricLine
    name: str
    """The test's, without `test_`."""
    title: str
    points: int
    steps: tuple[Step, ...]
    node: str


PLANNED = pytest.StashKey[Planned]()
JUDGE_MEMORY = 4 << 30
"""Bytes of memory of its own that a process that grades may take."""
HINTED = ("Mismatch", "Raised", "TooSlow")
"""What a hint can help with: code that came to its end. After a time-out or a crash it would only guess."""
PRINTED = 3
"""Lines that are shown of what code that passed has printed."""
LONGEST_SENTENCE = 500
"""Characters of text that may come from student code."""


# Options.


def pytest_addoption(parser: pytest.Parser) -> None:
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
    group.addoption("--to-first-failure", action="store_true", help="leave the rest of an exercise out once a check failed")


# Configuration.


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """First of all plug-ins, so that hypothesis's own finds the seed."""
    for marker in MARKERS:
        config.addinivalue_line("markers", marker)
    if config.option.seed is None:
        config.option.seed = int(os.environ.get("COURSE_SEED") or secrets.randbelow(1 << 31))
    if getattr(config.option, "hypothesis_seed", None) is None:
        config.option.hypothesis_seed = str(config.option.seed)
    if os.name == "posix" and (leash := os.environ.pop("COURSE_LEASH", "")):
        threading.Thread(target=_end_with_the_night, args=(int(leash),), daemon=True).start()
    if config.option.submission and not Path(config.option.submission).is_dir():
        raise pytest.UsageError(messages.no_folder(config.option.submission))
    try:
        config.args[:] = meant.tests(config.args, config.invocation_params.dir)
    except CourseError as error:
        raise pytest.UsageError(str(error)) from None
    tolerance.active = tolerance.Audit() if config.option.tolerances else None
    run = CourseRun(config)
    config.pluginmanager.register(run, "course-run")
    # What is imported stays: the garbage collections that pytest asks for in the end need not look at it.
    gc.freeze()
    run.own_view = config.option.verbose <= 0 and not config.option.fulltrace and not config.option.collectonly
    run.own_view = run.own_view and bool(config.args) and all(_is_course(config, arg) for arg in config.args)
    if run.own_view:
        # pytest's own header, dots, tracebacks and totals are for graders; -v brings them back.
        config.option.verbose = -2
        if config.option.tbstyle == "auto":
            # Nobody sees pytest's own account of a failure; to write it takes longer than most tests.
            config.option.tbstyle = "line"
        # Where its cache cannot be written, nor can results, and of these somebody is told.
        config.addinivalue_line("filterwarnings", "ignore::pytest.PytestCacheWarning")


def _end_with_the_night(leash: int) -> None:
    """Nobody writes into this pipe; its other end is closed by the end of the process that grades, perhaps by SIGKILL."""
    os.read(leash, 1)
    os._exit(70)


def _limit_own_memory() -> None:
    """So that whatever answers make of this process, the batch goes on. The arenas are shared memory and do not count."""
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = JUDGE_MEMORY if most == resource.RLIM_INFINITY else min(JUDGE_MEMORY, most)
    resource.setrlimit(resource.RLIMIT_DATA, (wanted, most))


def _is_course(config: pytest.Config, arg: str) -> bool:
    path = (config.invocation_params.dir / arg.split("::")[0]).resolve()
    return any(root == path or root in path.parents for root in (course.ASSIGNMENTS, course.HIDDEN))


def _settle_hypothesis(*, shrinks: bool) -> None:
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


# Fixtures.


@pytest.fixture(scope="module")
def student(request: pytest.FixtureRequest) -> Student:
    """The student's file of this module's exercise: `student.f(x)` calls f in a worker."""
    run: CourseRun = request.config.pluginmanager.get_plugin("course-run")  # type: ignore[assignment]
    marker = request.node.get_closest_marker("exercise")
    if marker is None:
        raise pytest.UsageError(f"{request.node.path}: the student fixture needs `pytestmark = pytest.mark.exercise(id)`")
    return run.student(_find_exercise(marker.args[0], request.node.path)[1])


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> np.random.Generator:
    """Random numbers that are the same for the same seed and test."""
    return _random_numbers(request.node)


def _random_numbers(item: pytest.Item) -> np.random.Generator:
    return np.random.default_rng([item.config.option.seed, zlib.crc32(item.name.encode())])


_module = functools.cache(course.find_module)
"""Read once in a run, not for every test."""


def _find_exercise(exercise_id: Any, path: Path) -> tuple[Module, Exercise]:
    try:
        module = _module(str(exercise_id).split(".")[0])
    except CourseError as error:
        raise pytest.UsageError(f"{path}: {error}") from None
    exercise = module.exercise(str(exercise_id))
    if exercise is None:
        raise pytest.UsageError(f"{path}: there is no exercise {exercise_id!r} in {module.folder / 'module.toml'}")
    return module, exercise


class CourseRun:
    """One pytest run over course tests. Other tests in the same run are left alone."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.planned: list[Planned] = []
        self.checks: dict[str, Check] = {}
        self.opened: Student | None = None
        self.hinted = self.unhinted = False
        """Whether a hint was shown; whether something failed that none was written for."""
        self.sources: dict[str, str] = {}
        """SHA-256 of every file that was judged, by exercise."""
        self.started = datetime.now(UTC)
        self.clock = time.perf_counter()
        self.racing = 0.0
        self.second_try = False
        self.selected: set[str] = set()
        self.own_view = False
        self.view: terminal.View | None = None
        self.shown: Module | None = None
        """The module whose heading was shown last."""
        self.launcher: Launcher = Plain()
        if config.option.sandbox:
            from graders.worker.sandbox import Sandbox, SandboxError

            try:
                self.launcher = Sandbox()
                _limit_own_memory()
            except SandboxError as error:
                raise pytest.UsageError(f"--sandbox: {error}") from None

    # Collection.

    def pytest_pycollect_makemodule(self, module_path: Path) -> None:
        """`@given` takes the settings that hold when its module is imported, so they are settled just before."""
        if {course.ASSIGNMENTS, course.HIDDEN} & set(module_path.parents):
            _settle_hypothesis(shrinks=not self.config.option.to_first_failure)

    @pytest.hookimpl(wrapper=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> Generator[None]:
        """Find out what every test is worth, before anything is deselected; `-k e1` is one exercise, and not e10 as well."""
        self._plan_all(items)
        typed = self.config.option.keyword
        if self.planned:
            self.config.option.keyword = meant.keyword(typed)
        yield
        self.config.option.keyword = typed

    def _plan_all(self, items: list[pytest.Item]) -> None:
        """What every test is worth, and the tests of an exercise together."""
        for item in items:
            if (marker := item.get_closest_marker("exercise")) is not None:
                item.stash[PLANNED] = plan = _plan(item, marker)
                item.extra_keyword_matches.update(meant.keywords(plan.exercise))
                self.planned.append(plan)
        if not self.planned:
            return
        self._check_sums()
        if wanted := set(filter(None, self.config.option.lines.split(","))):
            left_out = [item for item in items if PLANNED not in item.stash or item.stash[PLANNED].line.id not in wanted]
            items[:] = [item for item in items if item not in left_out]
            self.config.hook.pytest_deselected(items=left_out)
        items.sort(key=lambda item: _order(item.stash.get(PLANNED, None)))
        self.planned.sort(key=_order)

    def _check_sums(self) -> None:
        if any("::" in arg for arg in self.config.args):
            return
        for key in {(plan.line.id, plan.node.split("::")[0]) for plan in self.planned}:
            plans = [plan for plan in self.planned if (plan.line.id, plan.node.split("::")[0]) == key]
            total, line = sum(plan.points for plan in plans), plans[0].line
            if total != line.max:
                raise pytest.UsageError(
                    f"{key[1]}: the checks of {line.id} add up to {total} points, module.toml says {line.max}"
                )

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self.selected = {item.nodeid for item in session.items}
        if self.own_view and not session.items and not self.config.option.result:
            raise pytest.UsageError(self._nothing())
        names = [module.id for module in self._modules()]
        if self.config.option.result and len(names) > 1:
            raise pytest.UsageError(messages.one_result(names))
        reporter = self.config.pluginmanager.get_plugin("terminalreporter")
        if self.own_view and self.planned and reporter is not None:
            self.view = terminal.View(reporter.write_line, reporter._tw.fullwidth, is_plain(reporter._tw._file))
            self._head((self._modules() or [self.planned[0].module])[0])

    def _nothing(self) -> str:
        """Why nothing is run, and what could be."""
        ids = list(dict.fromkeys(plan.exercise.id for plan in self.planned))
        for option, wanted in (("-k", self.config.option.keyword), ("-m", self.config.option.markexpr)):
            if wanted and ids:
                return messages.fits_nothing(option, wanted, ids)
        paths = [(self.config.invocation_params.dir / arg.split("::")[0]).resolve() for arg in self.config.args]
        modules = [course.find_module(name) for name in course.module_ids()]
        named = [module for module in modules if any(module.folder in path.parents for path in paths)]
        near = [exercise.id for module in named or modules for exercise in module.exercises]
        return messages.nothing_here(" ".join(self.config.args), ids or near)

    def _modules(self) -> list[Module]:
        """Of the tests that are run, in their order."""
        return list({plan.module.id: plan.module for plan in self.planned if plan.node in self.selected}.values())

    def _head(self, module: Module) -> None:
        assert self.view is not None
        self.view.heading(module, self._notes(module))
        self.shown = module

    def _notes(self, module: Module) -> list[str]:
        """What the student should know before the first verdict; what holds for all modules is said once."""
        notes = [messages.INLINE] if self.config.option.inline and self.shown is None else []
        if changed := edited.changed(module):
            notes.append(messages.not_as_handed_out([path.name for path in changed]))
        return notes + [messages.hides(relative(path), path.stem) for path in environment.shadows(module.folder)]

    # One test.

    def student(self, exercise: Exercise) -> Student:
        if self.opened is None or self.opened.exercise.id != exercise.id:
            self.close()
            path = self._locate(exercise)
            self.sources[exercise.id] = course.digest(path.read_bytes()) if path.is_file() else ""
            self.opened = Student(exercise, path, launcher=self.launcher, inline=self.config.option.inline)
        return self.opened

    def close(self) -> None:
        if self.opened is not None:
            self.opened.close()
            self.opened = None

    def _locate(self, exercise: Exercise) -> Path:
        if not self.config.option.submission:
            return exercise.path
        folder = Path(self.config.option.submission).resolve()
        inner = folder / exercise.path.parent.name
        return (inner if inner.is_dir() else folder) / exercise.path.name

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        plan = item.stash.get(PLANNED, None)
        if plan is None:
            return
        if self.config.option.to_first_failure and self._failed(plan.exercise):
            pytest.skip(messages.NOT_RUN)
        if item.get_closest_marker("gpu") is not None and (why := self._no_gpu()):
            pytest.skip(why)
        student = self.student(plan.exercise)
        student.begin_test(list(plan.steps))
        student.accused = self.second_try and self.config.option.again

    def _failed(self, exercise: Exercise) -> bool:
        mine = {plan.node for plan in self.planned if plan.exercise.id == exercise.id}
        return any(check.state in ("fail", "todo") for node, check in self.checks.items() if node in mine)

    def _no_gpu(self) -> str:
        """Why checks that need a GPU do not run; empty where they do."""
        wanted = self.config.option.gpu
        why = messages.NO_GPU if wanted == "off" or not _gpu_here() else ""
        if not why and self.launcher.sandboxed:
            why = messages.GPU_NOT_SANDBOXED
        if why and wanted == "on":
            raise pytest.UsageError(f"--gpu on: {why}")
        return why

    @pytest.hookimpl(wrapper=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> Generator[None, object, object]:
        """Says whose trouble it is when a test breaks down over an answer: the student's, unless the solution has it, too."""
        if PLANNED not in pyfuncitem.stash or self.opened is None or self.config.option.inline:
            return (yield)
        if self.opened.untouched():  # needs no worker to be told so
            raise NotStarted(messages.NOT_STARTED)
        try:
            return (yield)
        except Exception as error:
            got = self.opened.got
            if not got or not _may_come_from_a_value(error) or self._happens_to_the_solution(pyfuncitem):
                raise
            said = harmless(f"{type(error).__name__}: {error}".splitlines()[0], LONGEST_SENTENCE)
            raise Mismatch(messages.not_to_be_computed_with(got, said)) from error

    def _happens_to_the_solution(self, item: pytest.Function) -> bool:
        """Whether the same test, with the same random numbers, breaks down over the solution. Where there is none: no."""
        plan = item.stash[PLANNED]
        path = solution_of(plan.module, plan.exercise)
        arguments = {name: item.funcargs[name] for name in item._fixtureinfo.argnames}
        if self.opened is None or arguments.get("student") is not self.opened or not path.is_file():
            return False
        self.opened.close()
        solution = Student(plan.exercise, path, launcher=self.launcher)
        solution.begin_test(list(plan.steps))
        if "rng" in arguments:
            arguments["rng"] = _random_numbers(item)
        try:
            item.obj(**{**arguments, "student": solution})
        except (Exception, StudentFailure):
            return True
        finally:
            solution.close()
        return False

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
        """A check whose worker something killed is run once more, in a fresh one."""
        if not isinstance(item, pytest.Function) or PLANNED not in item.stash:
            return None
        item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
        reports = runtestprotocol(item, log=False, nextitem=nextitem)
        if (check := self.checks.get(item.nodeid)) is not None and check.cause == Killed.__name__:
            item.user_properties.clear()
            item._initrequest()
            self.second_try = True
            reports = runtestprotocol(item, log=False, nextitem=nextitem)
            self.second_try = False
        for report in reports:
            item.ihook.pytest_runtest_logreport(report=report)
        item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
        return True

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, None, None]:
        """A test marked perf has to race; a race below the first step is a failure."""
        plan = item.stash.get(PLANNED, None)
        begin = time.perf_counter()
        yield
        if plan is None or not plan.steps or self.opened is None:
            return
        self.racing += time.perf_counter() - begin
        raced = self.opened.raced
        if raced is None:
            raise RuntimeError(f"{item.name} is marked perf but did not race")
        ratio = times(raced.speedup.ratio)
        if not raced.points and raced.noisy:
            raise TooNoisy(messages.too_noisy(ratio))
        if not raced.points:
            raise TooSlow(messages.too_slow(ratio, f"{plan.steps[0].factor:g}x"))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        plan = item.stash.get(PLANNED, None)
        if plan is None or (report.when != "call" and report.passed):
            return report
        check = self._judge(plan, report, call.excinfo.value if call.excinfo else None)
        self.checks[plan.node] = check
        properties = {
            "exercise": plan.exercise.id,
            "rubric": plan.line.id,
            "points": check.points,
            "max": check.max,
            "state": check.state,
        }
        if check.speedup is not None:
            properties["speedup"] = check.speedup.ratio
        item.user_properties.extend((key, str(value)) for key, value in properties.items())
        self._retell(item, report, check)
        return report

    def _retell(self, item: pytest.Item, report: pytest.TestReport, check: Check) -> None:
        """What other readers of the report, such as --junitxml, are told: our sentences, not the graders' frames."""
        if check.state == "todo" and self.config.option.todo_ok:
            report.outcome = "skipped"
        if report.skipped:
            report.longrepr = (relative(item.path), item.location[1] or 0, check.why)
        elif self.view is not None and report.failed and check.state != "error":
            report.longrepr = "\n".join([check.why, *check.details])

    def _judge(self, plan: Planned, report: pytest.TestReport, error: BaseException | None) -> Check:
        raced = self.opened.raced if self.opened else None
        speedup = raced.speedup if raced else None
        measures = list(self.opened.measures) if self.opened else []
        if report.passed:
            state: State = "pass"
            points, why = plan.points, ""
            if raced is not None:
                state = "noisy" if raced.noisy else "pass" if raced.points == plan.points else "partial"
                points, why = raced.points, messages.too_noisy(times(raced.speedup.ratio)) if raced.noisy else ""
            return Check(
                title=plan.title,
                state=state,
                points=points,
                max=plan.points,
                why=why,
                details=self._printed() if self._looks_closely() else [],
                speedup=speedup,
                measures=measures,
            )
        if report.skipped:
            return Check(title=plan.title, state="deferred", points=0, max=plan.points, why=_skip_reason(error))
        failure = _student_failure(error)
        if failure is None:
            trouble = harmless(f"the grader had trouble: {type(error).__name__}: {error}".splitlines()[0], 300)
            return Check(title=plan.title, state="error", points=0, max=plan.points, why=trouble)
        return Check(
            title=plan.title,
            state=failure.state,
            points=0,
            max=plan.points,
            why=harmless(" ".join(self._sentence(failure).split()), LONGEST_SENTENCE),
            details=self._details(failure) if failure.state == "fail" else [],
            cause=type(failure).__name__,
            line=failure.line,
            speedup=speedup,
            measures=measures,
        )

    def _looks_closely(self) -> bool:
        """Whether somebody is at work on a few checks, and wants to see what their code prints."""
        return bool(self.config.option.keyword) or self.config.option.capture == "no"

    def _printed(self) -> list[str]:
        """The last lines that the student's code printed in this check."""
        lines = self.opened.printed().strip().splitlines()[-PRINTED:] if self.opened is not None else []
        return [harmless(messages.printed(line[:200]), LONGEST_SENTENCE) for line in lines]

    def _sentence(self, failure: StudentFailure) -> str:
        """What went wrong; whoever got None and printed something has most likely printed the answer."""
        sentence = failure.sentence
        if sentence.endswith(messages.RETURN_MISSING) and self.opened is not None and self.opened.printed().strip():
            return sentence.removesuffix(messages.RETURN_MISSING) + messages.RETURN_IT
        return sentence

    def _details(self, failure: StudentFailure) -> list[str]:
        """The call, what was expected, the student's line, the end of what was printed."""
        lines = []
        if self.opened is not None:
            if self.opened.calls:
                lines.append(self.opened.calls)
            lines += failure.details
            if failure.line and self.opened.calls:
                where = relative(self.opened.path)
                lines.append(f"{where}:{failure.line}   {self.opened.source_line(failure.line)}".rstrip())
            if printed := self.opened.printed().strip().splitlines():
                lines.append(messages.printed(printed[-1][:200]))
        return [harmless(line.replace("\n", "\\n"), LONGEST_SENTENCE) for line in lines]

    def pytest_runtest_teardown(self, item: pytest.Item, nextitem: pytest.Item | None) -> None:
        plan = item.stash.get(PLANNED, None)
        following = nextitem.stash.get(PLANNED, None) if nextitem is not None else None
        if plan is not None and (following is None or following.exercise.id != plan.exercise.id):
            self.close()

    # The terminal.

    def pytest_report_teststatus(self, report: pytest.TestReport) -> tuple[str, str, str] | None:
        if self.view is not None and getattr(report, "nodeid", "") in {plan.node for plan in self.planned}:
            return "course", "", ""
        return None

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        plan = self._plan_of(nodeid)
        if self.view is not None and plan is not None and self.shown is not None and plan.module.id != self.shown.id:
            self.view.gap()
            self._head(plan.module)

    def _plan_of(self, nodeid: str) -> Planned | None:
        return next((plan for plan in self.planned if plan.node == nodeid), None)

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        plan = self._plan_of(nodeid)
        if self.view is None or plan is None:
            return
        mine = [other.node for other in self.planned if other.exercise.id == plan.exercise.id]
        if nodeid == [node for node in mine if node in self.selected][-1]:
            self.view.exercise(self._exercise_result(plan.exercise), self._hint(plan.exercise))

    def _hint(self, exercise: Exercise) -> terminal.Hints:
        """The next hints for the checks that failed, where they were asked for."""
        judged = [(plan, self.checks[plan.node]) for plan in self.planned if plan.node in self.checks]
        mine = [(plan, check) for plan, check in judged if plan.exercise.id == exercise.id]
        failing = [plan.name for plan, check in mine if check.state == "fail" and check.cause in HINTED]
        book, fitting = HintBook(self.config.rootpath / "results" / "hints.json"), exercise.hints_for(failing)
        texts = book.next(exercise, fitting, self.config.option.hint) if self.config.option.hint else ()
        self.hinted |= bool(texts)
        self.unhinted |= bool(failing) and not fitting
        return terminal.Hints(texts, book.left(exercise, fitting))

    # The result.

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        self.close()
        self.launcher.close()
        if tolerance.active is not None:
            tolerance.active.write(Path(self.config.option.tolerances))
        if not self.planned or self.config.option.collectonly or not self.checks:
            return
        # A run that was interrupted says nothing about modules it did not get to.
        judged = {plan.module.id for plan in self.planned if plan.node in self.checks}
        results = [self._result(module) for module in self._modules() if module.id in judged]
        if self.view is not None:
            self.view.ending(results, time.perf_counter() - self.clock, self.racing, self.config.option.seed)
            if self.config.option.hint and not self.hinted:
                self.view.note(messages.NO_HINT_WRITTEN if self.unhinted else messages.NO_HINT)
        try:
            self._keep(results)
        except OSError as error:
            self._complain(messages.not_kept(error))
            if self.config.option.result:
                session.exitstatus = pytest.ExitCode.INTERNAL_ERROR

    def _keep(self, results: Sequence[Result]) -> None:
        """Where other commands find it. Raises OSError when it cannot be written."""
        if self.config.option.result:
            write_atomically(Path(self.config.option.result), encode(results[0]))
        elif not self.config.option.inline and not self.config.option.submission:
            folder = self.config.rootpath / "results"
            write_atomically(folder / "last.json", encode(results[-1]))
            add_to(folder / "history.jsonl", b"".join(msgspec.json.encode(result) + b"\n" for result in results))

    def _complain(self, sentence: str) -> None:
        reporter = self.config.pluginmanager.get_plugin("terminalreporter")
        if self.view is not None:
            self.view.note(sentence)
        elif reporter is not None:
            reporter.write_line(sentence)

    def _result(self, module: Module) -> Result:
        run = [plan for plan in self.planned if plan.module.id == module.id and plan.node in self.selected]
        exercises = {plan.exercise.id: plan.exercise for plan in run}
        return Result(
            student=self.config.option.student,
            module=module.id,
            handout=handout(),
            fingerprint=self.config.option.fingerprint,
            started=self.started.isoformat(timespec="seconds"),
            finished=datetime.now(UTC).isoformat(timespec="seconds"),
            machine=machine_card(sandboxed=self.config.option.sandbox, timed=self.racing > 0),
            exercises=[self._exercise_result(exercise) for exercise in exercises.values()],
        )

    def _exercise_result(self, exercise: Exercise) -> ExerciseResult:
        rubric = [self._line_result(exercise, line) for line in exercise.rubric]
        source = self.sources.get(exercise.id, "")
        return ExerciseResult(
            id=exercise.id,
            title=exercise.title,
            file=exercise.path.name,
            rubric=rubric,
            source=source,
            bonus=not exercise.required,
        )

    def _line_result(self, exercise: Exercise, line: RubricLine) -> RubricResult:
        plans = [plan for plan in self.planned if plan.line.id == line.id]
        if not plans:
            why = messages.AT_HAND_IN if line.kind == "hidden" else messages.NOT_RUN
            return RubricResult(id=line.id, title=line.title, state="deferred", points=0, max=line.max, why=why)
        not_run = {
            plan.node: Check(title=plan.title, state="deferred", points=0, max=plan.points, why=messages.NOT_RUN)
            for plan in plans
        }
        return judge_line(line.id, line.title, line.max, [self.checks.get(plan.node, not_run[plan.node]) for plan in plans])


class HintBook:
    """Which hints of each exercise have been shown on this machine, by their numbers."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def left(self, exercise: Exercise, fitting: Sequence[Hint]) -> int:
        """How many of these have not been shown yet."""
        return len(self._fresh(exercise, fitting))

    def next(self, exercise: Exercise, fitting: Sequence[Hint], count: int) -> tuple[str, ...]:
        """The next `count` of these hints, or as many as are left, or the last one again; none where there are none."""
        shown = self._fresh(exercise, fitting)[:count]
        numbers = {exercise.hints.index(hint) for hint in shown} | self._seen(exercise)
        with contextlib.suppress(OSError):  # next time the same hint comes again
            write_atomically(self.path, json.dumps(self._read() | {exercise.id: sorted(numbers)}).encode())
        return tuple(hint.text for hint in shown or fitting[-1:])

    def _fresh(self, exercise: Exercise, fitting: Sequence[Hint]) -> list[Hint]:
        seen = self._seen(exercise)
        return [hint for hint in fitting if exercise.hints.index(hint) not in seen]

    def _seen(self, exercise: Exercise) -> set[int]:
        numbers = self._read().get(exercise.id)
        return {each for each in numbers if type(each) is int} if isinstance(numbers, list) else set()

    def _read(self) -> dict[str, Any]:
        try:
            return dict(json.loads(self.path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return {}


def handout() -> str:
    """Which version of the course this is: the one HANDOUT names, else the git commit."""
    with contextlib.suppress(HandoutError):
        if (handed_out := manifest.read()) is not None:
            return handed_out.version
    return (git.ask(course.ROOT, "rev-parse", "--short", "HEAD") or b"").decode().strip() or "unknown"


def _plan(item: pytest.Item, marker: pytest.Mark) -> Planned:
    module, exercise = _find_exercise(marker.args[0] if marker.args else None, item.path)
    perf, points = item.get_closest_marker("perf"), item.get_closest_marker("points")
    hidden = course.HIDDEN in item.path.parents
    kind = "hidden" if hidden else "gpu" if item.get_closest_marker("gpu") else "speed" if perf else "correct"
    where = f"{relative(item.path)}:{(item.location[1] or 0) + 1}"
    steps: tuple[Step, ...] = ()
    if perf is not None:
        published = perf.kwargs.get("steps", {})
        if not published or list(published) != sorted(published) or list(published.values()) != sorted(published.values()):
            raise pytest.UsageError(f"{where}: perf needs steps, rising: perf(steps={{2: 1, 4: 3}})")
        steps = tuple(Step(float(factor), int(worth)) for factor, worth in published.items())
    worth = steps[-1].points if steps else points.args[0] if points and points.args else None
    if type(worth) is not int or worth < 1 or (steps and points):
        raise pytest.UsageError(f"{where}: mark {item.name} with points(n), or with perf(steps={{...}}) if it races")
    line = exercise.line(kind)
    if line is None:
        raise pytest.UsageError(f"{where}: {exercise.id} has no rubric line {kind!r} in its module.toml")
    doc = (getattr(getattr(item, "function", None), "__doc__", None) or "").strip().splitlines()
    title = doc[0].rstrip(".") if doc else item.name.removeprefix("test_").replace("_", " ")
    name = getattr(item, "originalname", item.name).removeprefix("test_")
    return Planned(module, exercise, line, name, title, worth, steps, item.nodeid)


def _order(plan: Planned | None) -> tuple[str, int, int]:
    """Other tests first, then module by module, each in the order of its module.toml."""
    if plan is None:
        return ("", 0, 0)
    exercises, lines = plan.module.exercises, plan.exercise.rubric
    number = next(index for index, exercise in enumerate(exercises) if exercise.id == plan.exercise.id)
    return (plan.module.id, number, next(index for index, line in enumerate(lines) if line.id == plan.line.id))


def _student_failure(error: BaseException | None) -> StudentFailure | None:
    """The failure to blame on the student's code, also inside hypothesis's report of a flaky test; None if it is ours."""
    if isinstance(error, StudentFailure):
        return error
    if isinstance(error, Starved):
        return MachineBusy(messages.MACHINE_BUSY)
    if isinstance(error, Ended) and error.unexplained:
        return Killed(messages.KILLED_FROM_OUTSIDE)
    if isinstance(error, BaseExceptionGroup):
        return next((found for inner in error.exceptions if (found := _student_failure(inner))), None)
    if isinstance(error, AssertionError):
        return Mismatch((str(error).splitlines() or ["this does not hold"])[0])
    return None


def _may_come_from_a_value(error: Exception) -> bool:
    """Whether a test's own arithmetic can raise that over an odd answer. The rest is about this machine, or our own bugs."""
    if _student_failure(error) is not None or isinstance(error, SkipTest):
        return False
    if isinstance(error, (RecursionError, ExceptionGroup)):
        return True
    machine = (OSError, ImportError, RuntimeError, subprocess.SubprocessError, pytest.UsageError)
    return not isinstance(error, machine) and not type(error).__module__.startswith("hypothesis")


def _skip_reason(error: BaseException | None) -> str:
    return str(getattr(error, "msg", "") or error or "") or messages.NOT_RUN


def _gpu_here() -> bool:
    nvidia = shutil.which("nvidia-smi")
    return nvidia is not None and subprocess.run([nvidia, "-L"], capture_output=True).returncode == 0
