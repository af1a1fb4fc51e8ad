"""The pytest plug-in: the hooks, and the fixtures `student` and `rng`.

In the order of a run: configuration, fixtures, collection, one test, the result.
"""

import gc

from graders import environment

# What is imported stays: nobody looks for garbage in it until all tests are collected.
gc.disable()
# Before the packages that may be missing or broken are imported, so that this is told in one sentence.
if _trouble := environment.trouble():
    import pytest

    raise pytest.UsageError(_trouble)

import os
import threading
import time
from collections.abc import Generator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import numpy as np
import pytest
from _pytest.runner import runtestprotocol

from graders import course, laboratory, meant, options
from graders.course import Module
from graders.handout import edited, manifest
from graders.judge import messages, tolerance, verdict
from graders.judge.current import Current, random_numbers
from graders.judge.failure import Killed, NotStarted
from graders.judge.machine import has_gpu, machine_card
from graders.judge.plan import Plan, Planned, find_exercise, order, planned
from graders.judge.student import Student
from graders.report.live import Live
from graders.result import Check, Result, add_to, encode, write_atomically
from graders.text import relative

PLANNED = pytest.StashKey[Planned]()


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    options.add(parser)
    # pytest-benchmark asks git seven questions whenever it is loaded. With `-p benchmark` it is, too.
    config: pytest.Config = pluginmanager.get_plugin("pytestconfig")  # type: ignore[assignment]
    if not laboratory.is_typed(config.invocation_params.args):
        pluginmanager.set_blocked("benchmark")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """First of all plug-ins, so that hypothesis's own finds the seed."""
    if os.name == "posix" and (leash := os.environ.pop("COURSE_LEASH", "")):
        threading.Thread(target=_end_with_the_grader, args=(int(leash),), daemon=True).start()
    in_laboratory = laboratory.is_wanted(config)
    if in_laboratory:
        laboratory.seed(config)
    options.settle(config)
    if in_laboratory:
        from graders.laboratory.plugin import Laboratory

        own_view = options.wants_own_view(config)
        config.pluginmanager.register(Laboratory(config, edited.is_untouched, own_view=own_view), "course-laboratory")
        return
    if config.option.trace_into:
        from graders.tracing.plugin import Tracing

        config.pluginmanager.register(Tracing(config), "course-tracing")
        return
    tolerance.active = tolerance.Audit() if config.option.tolerances else None
    run = CourseRun(config)
    config.pluginmanager.register(run, "course-run")
    run.own_view = options.wants_own_view(config)
    if run.own_view:
        # pytest's own header, dots, tracebacks and totals are for graders; -v brings them back.
        config.option.verbose = -2
        if config.option.tbstyle == "auto":
            # Nobody sees pytest's own account of a failure; to write it takes longer than most tests.
            config.option.tbstyle = "line"
        # Where its cache cannot be written, nor can results, and of these somebody is told.
        config.addinivalue_line("filterwarnings", "ignore::pytest.PytestCacheWarning")


def _end_with_the_grader(leash: int) -> None:
    """Nobody writes into this pipe; its other end is closed by the end of the process that grades, perhaps by SIGKILL."""
    os.read(leash, 1)
    os._exit(70)


@pytest.fixture(scope="module")
def student(request: pytest.FixtureRequest) -> Student:
    """The student's file of this module's exercise: `student.f(x)` calls f in a worker."""
    run: CourseRun = request.config.pluginmanager.get_plugin("course-run")  # type: ignore[assignment]
    marker = request.node.get_closest_marker("exercise")
    if marker is None:
        raise pytest.UsageError(f"{request.node.path}: the student fixture needs `pytestmark = pytest.mark.exercise(id)`")
    return run.current.open(find_exercise(marker.args[0], request.node.path)[1])


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> np.random.Generator:
    """Random numbers that are the same for the same seed and test."""
    return random_numbers(request.node)


class CourseRun:
    """One pytest run over course tests. Other tests in the same run are left alone."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.plan = Plan()
        self.current = Current(config, edited.is_untouched)
        self.live: Live | None = None
        self.own_view = False
        """Whether the student's own terminal is wanted, which is made when it is known what is run."""
        self.started = datetime.now(UTC)
        self.clock = time.perf_counter()
        self.racing = 0.0
        self.second_try = False

    # Collection.

    def pytest_pycollect_makemodule(self, module_path: Path) -> None:
        """`@given` takes the settings that hold when its module is imported, so they are settled just before."""
        if {course.ASSIGNMENTS, course.HIDDEN} & set(module_path.parents):
            options.settle_hypothesis(shrinks=not self.config.option.to_first_failure)

    @pytest.hookimpl(wrapper=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> Generator[None]:
        """Find out what every test is worth, before anything is deselected; `-k e1` is one exercise, and not e10 as well."""
        self._plan_all(items)
        typed = self.config.option.keyword
        if self.plan.tests:
            self.config.option.keyword = meant.keyword(typed)
        yield
        self.config.option.keyword = typed

    def _plan_all(self, items: list[pytest.Item]) -> None:
        """What every test is worth, and the tests of an exercise together."""
        for item in items:
            if (marker := item.get_closest_marker("exercise")) is not None:
                item.stash[PLANNED] = test = planned(item, marker)
                item.extra_keyword_matches.update(meant.keywords(test.exercise))
                self.plan.tests.append(test)
        if not self.plan.tests:
            return
        if not any("::" in arg for arg in self.config.args):
            self.plan.check_sums()
        if wanted := set(filter(None, self.config.option.lines.split(","))):
            left_out = [item for item in items if PLANNED not in item.stash or item.stash[PLANNED].line.id not in wanted]
            items[:] = [item for item in items if item not in left_out]
            self.config.hook.pytest_deselected(items=left_out)
        items.sort(key=lambda item: order(item.stash.get(PLANNED, None)))
        self.plan.tests.sort(key=order)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        gc.freeze()
        gc.enable()
        self.plan.selected = {item.nodeid for item in session.items}
        if self.own_view and not session.items and not self.config.option.result:
            raise pytest.UsageError(self._nothing())
        names = [module.id for module in self.plan.modules()]
        if self.config.option.result and len(names) > 1:
            raise pytest.UsageError(messages.one_result(names))
        reporter = self.config.pluginmanager.get_plugin("terminalreporter")
        if self.own_view and self.plan.tests and reporter is not None:
            self.live = Live(self.config, self.plan, self.current, reporter)
            self.config.pluginmanager.register(self.live, "course-terminal")

    def _nothing(self) -> str:
        """Why nothing is run, and what could be."""
        ids = list(dict.fromkeys(test.exercise.id for test in self.plan.tests))
        for option, wanted in (("-k", self.config.option.keyword), ("-m", self.config.option.markexpr)):
            if wanted and ids:
                return messages.fits_nothing(option, wanted, ids)
        paths = [(self.config.invocation_params.dir / arg.split("::")[0]).resolve() for arg in self.config.args]
        modules = [course.find_module(name) for name in course.module_ids()]
        named = [module for module in modules if any(module.folder in path.parents for path in paths)]
        near = [exercise.id for module in named or modules for exercise in module.exercises]
        return messages.nothing_here(" ".join(self.config.args), ids or near)

    # One test.

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        test = item.stash.get(PLANNED, None)
        if test is None:
            return
        if (last := self.config.option.to_first_failure) and self.plan.has_failed(test, of_line=last == "line"):
            pytest.skip(messages.NOT_RUN)
        if item.get_closest_marker("gpu") is not None and (why := self._no_gpu()):
            pytest.skip(why)
        student = self.current.open(test.exercise)
        if "torch" in test.exercise.needs and not environment.has_torch() and not student.untouched():
            pytest.skip(messages.NO_TORCH)
        student.begin_test(test.steps, test.clock)
        student.accused = self.second_try and self.config.option.again

    def _no_gpu(self) -> str:
        """Why checks that need a GPU do not run; empty where they do."""
        wanted = self.config.option.gpu
        why = messages.NO_GPU if wanted == "off" or not has_gpu() else ""
        if not why and self.current.launcher.sandboxed:
            why = messages.GPU_NOT_SANDBOXED
        if why and wanted == "on":
            raise pytest.UsageError(f"--gpu on: {why}")
        return why

    @pytest.hookimpl(wrapper=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> Generator[None, object, object]:
        """Says whose trouble it is when a test breaks down over an answer: the student's, unless the solution has it, too."""
        test, student = pyfuncitem.stash.get(PLANNED, None), self.current.student
        if test is None or student is None or self.config.option.inline:
            return (yield)
        if student.untouched():  # needs no worker to be told so
            raise NotStarted(messages.NOT_STARTED)
        try:
            return (yield)
        except Exception as error:
            failure = verdict.of_value(student, error)
            if failure is None or self.current.happens_to_the_solution(pyfuncitem, test):
                raise
            raise failure from error

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
        """A check whose worker something killed is run once more, in a fresh one."""
        if not isinstance(item, pytest.Function) or PLANNED not in item.stash:
            return None
        item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
        reports = runtestprotocol(item, log=False, nextitem=nextitem)
        if (check := self.plan.checks.get(item.nodeid)) is not None and check.cause == Killed.__name__:
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
        test = item.stash.get(PLANNED, None)
        begin = time.perf_counter()
        yield
        if test is None or not test.steps or self.current.student is None:
            return
        self.racing += time.perf_counter() - begin
        raced = self.current.student.raced
        if raced is None:
            raise RuntimeError(f"{item.name} is marked perf but did not race")
        if (failure := verdict.of_race(raced, test.steps[0])) is not None:
            raise failure

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        test = item.stash.get(PLANNED, None)
        if test is None or (report.when != "call" and report.passed):
            return report
        self.plan.checks[test.node] = check = self._judged(test, report, call.excinfo.value if call.excinfo else None)
        properties = {
            "exercise": test.exercise.id,
            "rubric": test.line.id,
            "points": check.points,
            "max": check.max,
            "state": check.state,
        }
        if check.speedup is not None:
            properties["speedup"] = check.speedup.ratio
        item.user_properties.extend((key, str(value)) for key, value in properties.items())
        # What other readers of the report, such as --junitxml, get: our sentences, not the graders' frames.
        if check.state == "todo" and self.config.option.todo_ok:
            report.outcome = "skipped"
        if report.skipped:
            report.longrepr = (relative(item.path), item.location[1] or 0, check.why)
        elif self.live is not None and report.failed and check.state != "error":
            report.longrepr = "\n".join([check.why, *check.details])
        return report

    def _judged(self, test: Planned, report: pytest.TestReport, error: BaseException | None) -> Check:
        student, options = self.current.student, self.config.option
        if report.passed:
            # Somebody who is at work on a few checks wants to see what their code prints.
            return verdict.passed(test, student, closely=bool(options.keyword) or options.capture == "no")
        return verdict.skipped(test, error) if report.skipped else verdict.failed(test, student, error)

    def pytest_runtest_teardown(self, item: pytest.Item, nextitem: pytest.Item | None) -> None:
        test = item.stash.get(PLANNED, None)
        following = nextitem.stash.get(PLANNED, None) if nextitem is not None else None
        if test is not None and (following is None or following.exercise.id != test.exercise.id):
            self.current.close()

    # The result.

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        self.current.close()
        self.current.launcher.close()
        if tolerance.active is not None:
            tolerance.active.write(Path(self.config.option.tolerances))
        if not self.plan.tests or self.config.option.collectonly or not self.plan.checks:
            return
        # A run that was interrupted says nothing about modules it did not get to.
        judged = {test.module.id for test in self.plan.tests if test.node in self.plan.checks}
        results = [self._result(module) for module in self.plan.modules() if module.id in judged]
        if self.live is not None:
            self.live.end(results, time.perf_counter() - self.clock, self.racing)
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
        if self.live is not None:
            self.live.note(sentence)
        elif reporter is not None:
            reporter.write_line(sentence)

    def _result(self, module: Module) -> Result:
        sources = self.current.sources
        return Result(
            student=self.config.option.student,
            module=module.id,
            handout=manifest.version(),
            fingerprint=self.config.option.fingerprint,
            started=self.started.isoformat(timespec="seconds"),
            finished=datetime.now(UTC).isoformat(timespec="seconds"),
            machine=machine_card(sandboxed=self.config.option.sandbox, timed=self.racing > 0),
            exercises=[self.plan.result(each, sources.get(each.id, "")) for each in self.plan.exercises(module)],
        )
