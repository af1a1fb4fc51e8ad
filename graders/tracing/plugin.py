"""The pytest plug-in of a run that is traced, in the place of the one that judges."""

import time
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import Any
from unittest import SkipTest

import msgspec
import numpy as np
import pytest
from msgspec.structs import replace

from graders.course import Exercise
from graders.judge import verdict
from graders.judge.current import Current, random_numbers
from graders.judge.failure import NotStarted, StudentFailure
from graders.judge.inline import WorkerLike
from graders.judge.machine import has_gpu
from graders.judge.plan import Planned, find_exercise, order, planned
from graders.judge.race import Lane, judge_output
from graders.judge.samples import Clock
from graders.judge.student import Student
from graders.result import Step, write_atomically
from graders.tracing import FOUND, MOST_CALLS, RAW, Found, Recording, Round, Span, messages
from graders.worker.codec import Reference
from graders.worker.failures import WorkerFailure

TRACED = pytest.StashKey[Planned]()
ROUNDS = 3
LONG = 2.0
"""Seconds after which no other round is begun."""
SLOWER = 8
"""How many times its limit a call may take while it is recorded."""
_NOTHING = Reference("student", "__name__")


class Traced(Student):
    """The proxy of a student's file in workers that are recorded."""

    def __init__(self, exercise: Exercise, path: Path, options: Any, found: Found, **others: Any) -> None:
        super().__init__(replace(exercise, limit=exercise.limit * SLOWER), path, **others)
        self._folder, self._shortest, self._found = Path(options.trace_into), options.trace_shortest, found
        self._of_yardstick = options.trace_yardstick
        self.recording: Recording | None = None
        self.what, self.waits = "", False
        """What is raced, and whether recording begins later than the worker."""

    def begin_test(self, steps: Sequence[Step], clock: Clock = "cpu") -> None:
        super().begin_test(steps, clock)
        # Of processes that run already nothing can be recorded; where there are none, what numba takes to compile is spared.
        self.waits = bool(steps) and not self.exercise.processes

    def _load(self) -> WorkerLike:
        given = self.exercise.given
        worker = self._loaded(self.open_worker(given)) if self._of_yardstick and given is not None else super()._load()
        if not self.waits:
            self.record(worker)
        return worker

    def record(self, worker: WorkerLike) -> None:
        """Write down from now on what this worker does."""
        file = str(self._folder / f"{len(self._found.recordings)}-{RAW}")
        reply = worker.call("record", _NOTHING, (file, MOST_CALLS, self._shortest), {}, limit=30.0)
        self.unpacked(reply)
        pid, recorders, ours = reply.value
        self.recording = Recording(self.what, pid, recorders - 1e6 * ours, file, [])

    def close(self) -> None:
        """Let the recording be written, then end the worker."""
        recording, self.recording = self.recording, None
        if recording is not None and self._worker is not None:
            try:
                self._worker.call("recorded", _NOTHING, (), {}, limit=60.0)
                self._wait_for_processes()
                self._found.recordings.append(recording)
            except WorkerFailure:
                self._found.notes.append(messages.lost(recording.what or "these checks"))
        super().close()

    def _wait_for_processes(self) -> None:
        """Those that the worker has started write their own files, each of them when it ends."""
        deadline = time.monotonic() + 5.0
        while any(self._folder.glob("*.viztmp")) and time.monotonic() < deadline:
            time.sleep(0.02)

    def race(  # type: ignore[override]
        self,
        name: str,
        make: Callable[[], tuple[Any, ...]],
        *,
        against: str,
        through: str = "",
        expect: Callable[..., Any] | None = None,
        verify: Callable[..., None] | None = None,
        rtol: float = 1e-9,
        atol: float = 0.0,
        **others: Any,
    ) -> None:
        """Some rounds of it. A wrong answer is traced, too: perhaps somebody looks for the reason."""
        self.what, on_gpu = against if self._of_yardstick else name, self.clock == "gpu"
        if self.recording is not None:
            self.recording.what = self.what
        if on_gpu:
            self.use_gpu()
        assert self.exercise.given is not None
        if self._of_yardstick:
            # In its worker the given file stands for the student's, too.
            lane, other = Lane(self, self.worker(), against, own=True, on_gpu=on_gpu), None
        else:
            lane = Lane(self, self.worker(), name, through, own=True, on_gpu=on_gpu)
            other = Lane(self, self.open_worker(self.exercise.given), against, own=False, on_gpu=on_gpu)
        try:
            args = make()
            output = lane.lap(args)[1]
            if other is not None:
                reference = other.run(args)[1]
                try:
                    judge_output(output, args, reference, expect=expect, verify=verify, rtol=rtol, atol=atol)
                except StudentFailure as failure:
                    self._found.notes.append(messages.still_wrong(name, str(failure)))
            without = 0.0
            if self.recording is None:
                without = lane.lap(make())[0]
                self.record(self.worker())
            assert self.recording is not None
            self.recording.without, rounds = without, self.recording.rounds
            begin = time.perf_counter()
            while len(rounds) < ROUNDS and (time.perf_counter() - begin < LONG or not rounds):
                rounds.append(_one_round(len(rounds) + 1, lane, other, make()))
        finally:
            if other is not None:
                other.close()


def _one_round(number: int, lane: Lane, other: Lane | None, args: tuple[Any, ...]) -> Round:
    begin = time.perf_counter()
    if other is not None:
        other.run(args)
    between = time.perf_counter()
    lane.lap(args)
    end = time.perf_counter()
    recorded = Span(f"{'yours' if other is not None else 'the yardstick'}: {lane.name}", between, end)
    parts = [] if other is None else [Span(f"the yardstick: {other.name}", begin, between)]
    return Round(Span(f"round {number}", begin, end), [*parts, recorded], recorded)


class Tracing:
    """One run over the tests of an exercise."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.current = Current(config, lambda *_, **__: False)  # a starter that works is worth looking at
        self.found = Found()
        self._student: Traced | None = None

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> Generator[None]:
        """Leave the races, or where none can be run the checks."""
        items[:] = [item for item in items if item.get_closest_marker("exercise") is not None and not self._needs_gpu(item)]
        races = [item for item in items if item.get_closest_marker("perf") is not None]
        self.found.raced = bool(races)
        items[:] = races if races or self.config.option.trace_yardstick else items
        for item in items:
            marker = item.get_closest_marker("exercise")
            assert marker is not None
            item.stash[TRACED] = planned(item, marker)
        items.sort(key=lambda item: order(item.stash[TRACED]))
        yield

    def _needs_gpu(self, item: pytest.Item) -> bool:
        return item.get_closest_marker("gpu") is not None and (self.config.option.gpu == "off" or not has_gpu())

    @pytest.fixture
    def rng(self, request: pytest.FixtureRequest) -> np.random.Generator:
        return random_numbers(request.node)

    @pytest.fixture(scope="module")
    def student(self, request: pytest.FixtureRequest) -> Traced:
        marker = request.node.get_closest_marker("exercise")
        _, exercise = find_exercise(marker.args[0], request.node.path)
        path, options = self.current.locate(exercise), self.config.option
        self._student = Traced(exercise, path, options, self.found, launcher=self.current.launcher)
        self.found.given = str(exercise.given or "")
        return self._student

    @pytest.hookimpl(wrapper=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> Generator[None, object, object]:
        """Note what happened; nothing fails here."""
        test, student = pyfuncitem.stash[TRACED], pyfuncitem.funcargs.get("student")
        if not isinstance(student, Traced):
            return (yield)
        student.begin_test(test.steps, test.clock)
        begin = time.perf_counter()
        try:
            yield
        except (SkipTest, pytest.skip.Exception) as why:
            self.found.notes.append(f"{test.title}: {why}")
        except NotStarted:
            self.found.not_started += 1
        except StudentFailure as failure:
            self.found.notes.append(f"{test.title}: {verdict.failed(test, student, failure).why}")
        except Exception as error:
            told = verdict.of_value(student, error)
            self.found.notes.append(f"{test.title}: {told or f'{type(error).__name__}: {error}'}")
        if test.steps:
            student.close()  # each race in a worker of its own
        elif student.recording is not None:
            span = Span(test.title, begin, time.perf_counter())
            student.recording.rounds.append(Round(span, [], span))
        return True

    def pytest_sessionfinish(self) -> None:
        if self._student is not None:
            self._student.close()
        self.current.launcher.close()
        write_atomically(Path(self.config.option.trace_into) / FOUND, msgspec.json.encode(self.found))
