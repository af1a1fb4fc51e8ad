"""The student's terminal while a run goes on: a heading for each module, a block for each exercise, what is next."""

from collections.abc import Sequence

import pytest

from graders import environment
from graders.course import Exercise, Module
from graders.handout import edited
from graders.hints import HintBook
from graders.judge import messages
from graders.judge.current import Current
from graders.judge.plan import Plan
from graders.report.terminal import Hints, View
from graders.result import Result
from graders.text import is_plain, relative


class Live:
    """A pytest plug-in, in place of the dots, tracebacks and totals that are for graders."""

    def __init__(self, config: pytest.Config, plan: Plan, current: Current, reporter: pytest.TerminalReporter) -> None:
        self._options, self._plan, self._current = config.option, plan, current
        self._view = View(reporter.write_line, reporter._tw.fullwidth, is_plain(reporter._tw._file))
        self._book = HintBook(config.rootpath / "results" / "hints.json")
        self._hinted = self._unhinted = False
        """Whether a hint was shown; whether something failed that none was written for."""
        self._shown: Module | None = None
        """The module whose heading was shown last."""
        self._head((plan.modules() or [plan.tests[0].module])[0])

    def pytest_report_teststatus(self, report: pytest.TestReport) -> tuple[str, str, str] | None:
        return ("course", "", "") if self._plan.test(getattr(report, "nodeid", "")) else None

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        test = self._plan.test(nodeid)
        if test is not None and self._shown is not None and test.module.id != self._shown.id:
            self._view.gap()
            self._head(test.module)

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        test = self._plan.test(nodeid)
        if test is not None and self._plan.is_last(test):
            source = self._current.sources.get(test.exercise.id, "")
            self._view.exercise(self._plan.result(test.exercise, source), self._hint(test.exercise))

    def end(self, results: Sequence[Result], seconds: float, racing: float) -> None:
        self._view.ending(results, seconds, racing, self._options.seed)
        if self._options.hint and not self._hinted:
            self._view.note(messages.NO_HINT_WRITTEN if self._unhinted else messages.NO_HINT)

    def note(self, sentence: str) -> None:
        self._view.note(sentence)

    def _head(self, module: Module) -> None:
        """What holds for all modules is said once."""
        notes = [messages.INLINE] if self._options.inline and self._shown is None else []
        if changed := edited.changed(module):
            notes.append(messages.not_as_handed_out([path.name for path in changed]))
        notes += [messages.hides(relative(path), path.stem) for path in environment.shadows(module.folder)]
        self._view.heading(module, notes)
        self._shown = module

    def _hint(self, exercise: Exercise) -> Hints:
        """The next hints for the checks that failed, where they were asked for."""
        failing = self._plan.to_hint_at(exercise)
        fitting = exercise.hints_for(failing)
        texts = self._book.next(exercise, fitting, self._options.hint) if self._options.hint else ()
        self._hinted |= bool(texts)
        self._unhinted |= bool(failing) and not fitting
        return Hints(texts, self._book.left(exercise, fitting))
