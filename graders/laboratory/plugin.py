"""The pytest plug-in of a run with `--benchmark-…`, in the place of the one that judges."""

import gc
import importlib.util
import re
import tempfile
import textwrap
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import pytest

from graders import course, meant
from graders.handout.edited import NoStarter, pristine
from graders.judge import messages as judge_messages
from graders.judge import verdict
from graders.judge.current import Current, random_numbers
from graders.judge.failure import NotStarted, StudentFailure
from graders.judge.machine import has_gpu
from graders.judge.plan import Planned, find_exercise, order, planned
from graders.laboratory import messages
from graders.laboratory.bench import ROWS, STARTER, YARDSTICK, YOURS, Bench, Measured, WorkerClock
from graders.text import WIDEST

RACED = pytest.StashKey[Planned]()
ROW = "row"
_RACES = re.compile(r"\.race\(\s*[\"'](\w+)")
COLUMNS = ["min", "median", "rounds"]
"""What fits into 80 columns beside a name and the factors that pytest-benchmark writes behind the numbers."""


class Laboratory:
    """One run over the races of the course. Other tests in the same run are pytest-benchmark's own business."""

    def __init__(self, config: pytest.Config, is_starter: Callable[..., bool], *, own_view: bool) -> None:
        self.config, self._is_starter = config, is_starter
        self.current = Current(config, is_starter)
        self._raced: list[Planned] = []
        self._found = False
        """Whether tests of the course are among what is run."""
        self._begun = False
        self._left_out: dict[tuple[str, str], list[str]] = {}
        """Where, by row and reason."""
        self._starters = tempfile.TemporaryDirectory(prefix="starters-")
        options = config.option
        if not options.benchmark_columns:
            options.benchmark_columns = COLUMNS
        if options.benchmark_histogram and importlib.util.find_spec("pygal") is None:
            raise pytest.UsageError(messages.NO_PYGAL)
        if options.benchmark_json:
            options.benchmark_json.parent.mkdir(parents=True, exist_ok=True)
        # Of a row that is left out nobody needs to be warned.
        config.addinivalue_line("filterwarnings", "ignore:Benchmark fixture was not used")
        if own_view:
            options.verbose = -1

    # Collection.

    @pytest.hookimpl(tryfirst=True)
    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Every race three times."""
        marks = metafunc.definition
        if marks.get_closest_marker("exercise") is not None and marks.get_closest_marker("perf") is not None:
            metafunc.fixturenames.append(ROW)
            metafunc.parametrize(ROW, ROWS)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> Generator[None]:
        """Leave the races; as in an ordinary run, `-k e1` is one exercise."""
        others, found = [], set()
        for item in items:
            if (marker := item.get_closest_marker("exercise")) is None:
                continue
            _, exercise = find_exercise(marker.args[0] if marker.args else None, item.path)
            found.add(exercise)
            if item.get_closest_marker("perf") is None:
                others.append(item)
                continue
            item.stash[RACED] = test = planned(item, marker)
            item.extra_keyword_matches.update(meant.keywords(exercise))
            assert isinstance(item, pytest.Function)
            if "benchmark" not in item.fixturenames:  # as if the test had asked for it
                item.fixturenames.append("benchmark")
            item.add_marker(pytest.mark.benchmark(timer=WorkerClock().worker_clock))
            self._raced.append(test)
        items[:] = sorted((item for item in items if item not in others), key=lambda item: order(item.stash.get(RACED, None)))
        self.config.hook.pytest_deselected(items=others)
        self._found |= bool(found)
        typed = self.config.option.keyword
        if found:
            self.config.option.keyword = meant.keyword(typed)
        yield
        self.config.option.keyword = typed

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        gc.freeze()
        gc.enable()
        if self._found and not session.items:
            keyword = self.config.option.keyword
            asked = f"-k {keyword}" if keyword and self._raced else " ".join(self.config.args)
            raise pytest.UsageError(
                messages.nothing_raced(asked, list(dict.fromkeys(test.exercise.id for test in self._raced)))
            )

    # One row.

    @pytest.fixture
    def rng(self, request: pytest.FixtureRequest) -> np.random.Generator:
        """The random numbers of the race, for each of its rows."""
        row = request.node.callspec.params.get(ROW, "") if hasattr(request.node, "callspec") else ""
        name = request.node.name.replace(f"[{row}]", "").replace(f"{row}-", "").replace(f"-{row}", "") if row else ""
        return random_numbers(request.node, name)

    @pytest.fixture
    def student(self, request: pytest.FixtureRequest) -> Iterator[Bench]:
        test, row = request.node.stash[RACED], request.node.callspec.params[ROW]
        benchmark = request.getfixturevalue("benchmark")
        if request.node.get_closest_marker("gpu") is not None and (why := self._no_gpu()):
            self._leave_out(test, row, why)
        path = self._path(test, row)

        def untouched(content: bytes) -> bool:
            return row == YOURS and self._is_starter(test.exercise, content, in_place=path == test.exercise.path)

        launcher, inline = self.current.launcher, self.config.option.inline
        bench = Bench(row, test.exercise, path, launcher, inline=inline, is_starter=untouched)
        bench.begin_test(test.steps, test.clock)

        def prepare(function: str) -> tuple[Any, WorkerClock]:
            benchmark.name, benchmark.group = row, self._named(test, function)
            return benchmark, benchmark._timer.__self__

        bench.prepare = prepare
        yield bench
        bench.close()

    def _path(self, test: Planned, row: str) -> Path:
        """The file behind a row."""
        exercise = test.exercise
        if row == YOURS:
            return self.current.locate(exercise)
        if row == YARDSTICK and exercise.given is not None:
            return exercise.given
        path = Path(self._starters.name) / exercise.path.parent.name / exercise.path.name
        try:
            content = pristine(exercise)
        except NoStarter as error:
            self._leave_out(test, row, str(error))
        if course.looks_handed_out(content):
            self._leave_out(test, row, messages.LEFT_TO_WRITE)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        return path

    def _no_gpu(self) -> str:
        if self.config.option.gpu == "off" or not has_gpu():
            return judge_messages.NO_GPU
        return judge_messages.GPU_NOT_SANDBOXED if self.current.launcher.sandboxed else ""

    @pytest.hookimpl(wrapper=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> Generator[None, object, object]:
        """A row that cannot be timed is left out with a sentence; a wrong answer of the student's is a failure."""
        test = pyfuncitem.stash.get(RACED, None)
        if test is None:
            return (yield)
        row, bench = str(pyfuncitem.callspec.params[ROW]), pyfuncitem.funcargs["student"]
        assert isinstance(bench, Bench)
        self._begun = True
        try:
            return (yield)
        except Measured:
            return True
        except StudentFailure as failure:
            check = verdict.failed(test, bench, failure)
            if row == STARTER:
                self._leave_out(test, row, messages.LEFT_TO_WRITE if isinstance(failure, NotStarted) else check.why)
            if isinstance(failure, NotStarted):
                self._leave_out(test, row, check.why)
            told = "\n".join([f"{self._named(test)}: {check.why}", *check.details])
            raise pytest.fail.Exception(told, pytrace=False) from None

    def _leave_out(self, test: Planned, row: str, why: str) -> NoReturn:
        self._left_out.setdefault((row, why), []).append(self._named(test))
        pytest.skip(why)

    def _named(self, test: Planned, function: str = "") -> str:
        """A race, as its table is headed; with the test's name where the exercise races that function more than once."""
        raced = _RACES.findall(test.exercise.tests.read_text(encoding="utf-8"))
        several = f", {test.name.replace('_', ' ')}" if raced.count(function) > 1 else ""
        return f"{test.exercise.id} {function}{several}".rstrip()

    # The end.

    @pytest.hookimpl(trylast=True)
    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if not self._begun:
            return
        for (row, why), where in self._left_out.items():
            told = messages.left_out(row, list(dict.fromkeys(where)), why)
            terminalreporter.write_line(textwrap.fill(told, WIDEST, subsequent_indent="  "))
        for line in messages.NOT_COUNTED:
            terminalreporter.write_line(line)

    def pytest_sessionfinish(self) -> None:
        self.current.launcher.close()
        self._starters.cleanup()
