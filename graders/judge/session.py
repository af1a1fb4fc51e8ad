"""One student's file in a worker: loaded when the first call needs it, asked, guarded, and blamed where it is to blame.

What a test writes is in `student.py`. Races and meters take a session, so they know nothing of how tests are written.
"""

import re
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from graders.course import Exercise, is_utf8
from graders.judge import explanation, messages, policy
from graders.judge.failure import MachineBusy, NotStarted, Stopped, StudentFailure
from graders.judge.inline import InlineWorker, WorkerLike
from graders.judge.show import kind_of, show_call
from graders.result import Measure
from graders.worker import failures
from graders.worker.codec import Reference
from graders.worker.effort import Allowance
from graders.worker.failures import WorkerFailure
from graders.worker.launch import Launcher, Plain, Settings
from graders.worker.process import Worker
from graders.worker.replies import Reply, Timing

IMPORT_LIMIT = 10.0
"""Seconds for loading a file, as limits count them; twice as many where it imports something that takes long itself."""
TEST_LIMIT = 120.0
"""Seconds for all calls of one test together, as limits count them; see `worker/effort.py`."""
TEST_CEILING = 600.0
"""Seconds by the clock on the wall after which no test makes another call, however busy the machine."""
STARVED = 3
"""Calls of one exercise that wait in vain for a processor; the next ones would, too, and are not made."""
SLOW_IMPORTS = ("numba", "torch")
T = TypeVar("T")


class Session(ABC):
    """The workers of one student's file for one exercise: one at a time, and a fresh one where the last one broke."""

    def __init__(
        self,
        exercise: Exercise,
        path: Path,
        *,
        launcher: Launcher | None = None,
        inline: bool = False,
        is_starter: Callable[[bytes], bool] = lambda content: False,
    ) -> None:
        """`is_starter` says of a file's content whether it is as it was handed out; asked once, when it matters."""
        self.exercise, self.path, self.inline = exercise, path, inline
        self.calls = ""
        """The last call, as it is shown to the student."""
        self.got = ""
        """What the last answer was, in words; empty before the first."""
        self.accused = False
        """Whether a worker that is killed now was killed by its own doing: it has happened before, also on a quiet machine."""
        self.measures: list[Measure] = []
        self._launcher, self._is_starter, self._gpu = launcher or Plain(), is_starter, False
        self._worker: WorkerLike | None = None
        self._printed = 0
        """How much the worker had printed when the test began."""
        self._unusable: StudentFailure | None = None
        self._untouched: bool | None = None
        self._allowance = Allowance()
        self._began = float("inf")
        self._starved = 0
        """How often a worker did not get enough of a processor."""
        self._time_up = ""
        """The sentence for when the limit under way is reached."""

    @abstractmethod
    def handle(self, reference: Reference, worker: WorkerLike) -> Any:
        """What stands here for an object that stays in that worker."""

    @property
    def sandboxed(self) -> bool:
        return self._launcher.sandboxed

    # One test after the other.

    def forget_test(self) -> None:
        """Forget the last test: its call, its answer, its measures; start the clock of the next one."""
        self.calls, self.got, self.measures = "", "", []
        self._printed = self._worker.printed if self._worker is not None else 0
        self._allowance.spent, self._began = 0.0, time.monotonic()

    def close(self) -> None:
        if self._worker is not None:
            self._worker.close()
            self._worker = None

    def untouched(self) -> bool:
        """Whether the file is still as it was handed out; found out once."""
        if self._untouched is None:
            try:
                self._untouched = self._is_starter(self.path.read_bytes())
            except OSError:
                self._untouched = False
        return self._untouched

    def source_line(self, line: int | None) -> str:
        """The student's line of that number, from the judge's own reading of the file."""
        try:
            return self.path.read_text(encoding="utf-8", errors="replace").splitlines()[(line or 0) - 1].strip() if line else ""
        except (OSError, IndexError):
            return ""

    def printed(self) -> str:
        """The end of what the student's code printed in this test."""
        if self._worker is None:
            return ""
        time.sleep(0.02)  # what it printed travels by another road than its answer
        return self._worker.printed_after(self._printed)

    # The worker.

    def worker(self) -> WorkerLike:
        """The worker with the student's file loaded; started afresh where the last one broke.

        Raises StudentFailure when the file is missing or cannot be loaded (tried once).
        """
        if self._unusable is not None:
            raise self._unusable.with_traceback(None)
        if self._starved >= STARVED:
            self.close()
            raise MachineBusy(messages.MACHINE_BUSY)
        if self._worker is None:
            self._printed = 0
            try:
                self._worker = self._load()
            except MachineBusy:
                raise  # next time it may load
            except StudentFailure as failure:
                self._unusable = failure
                raise
        return self._worker

    def own_process(self) -> Worker:
        """The same, where it is a process of its own; nobody asks with --inline."""
        worker = self.worker()
        assert isinstance(worker, Worker)
        return worker

    def open_worker(self, path: Path, types_only: bool = False) -> WorkerLike:
        """A worker with that file, started like the student's; with Numba's simulator where the exercise says so."""
        settings = Settings(
            path,
            self.exercise.given,
            processes=self.exercise.processes,
            forbidden=self.exercise.forbidden if path == self.path else (),
            gpu=self._gpu,
            simulator=self.exercise.simulator and not self._gpu and not types_only,
            types_only=types_only,
            preload=self._preload(),
        )

        # What the yardstick takes counts towards no limit of the student's.
        allowance = self._allowance if path == self.path else None

        def wrap(reference: Reference) -> Any:
            return self.handle(reference, worker)

        worker: WorkerLike
        worker = InlineWorker(settings, wrap) if self.inline else Worker(settings, wrap, self._launcher, allowance)
        return worker

    def use_gpu(self) -> None:
        """From now on this exercise's workers hold the GPU, and calls can be made on it."""
        if not self._gpu:
            self.close()
            self._gpu = True

    @contextmanager
    def launched_by(self, launcher: Launcher) -> Iterator[None]:
        """Workers that are started in this block are started by another launcher; none of them outlives it."""
        self.close()
        before, self._launcher = self._launcher, launcher
        try:
            yield
        finally:
            self.close()
            self._launcher = before

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """In this block the worker's calls come before everybody else's work, where that is allowed."""
        try:
            with self.worker().at_once():
                yield
        except WorkerFailure as failure:
            self.close()
            raise self.ended_by(failure) from None

    def _load(self) -> WorkerLike:
        present = [entry.name for entry in self.path.parent.iterdir()] if self.path.parent.is_dir() else []
        if self.path.name not in present:
            if self.path == self.exercise.path:
                raise Stopped(messages.missing_file_here(self.path.name, self.path.parent.name, present))
            why = messages.missing_file(self.path.name, present)
            raise NotStarted(why) if self.path.name.lower() not in map(str.lower, present) else Stopped(why)
        if self.sandboxed and self.path.is_symlink():
            raise Stopped(messages.is_a_link(self.path.name))
        if self.untouched():
            raise NotStarted(messages.NOT_STARTED)
        content = self.path.read_bytes()
        if not is_utf8(content):
            raise Stopped(messages.not_utf8(self.path.name, content))
        if (use := policy.forbidden_use(content.decode("utf-8-sig"), self.exercise.forbidden)) is not None:
            raise Stopped(messages.forbidden(self.path.name, use.line, use.name), line=use.line)
        return self._loaded(self.open_worker(self.path))

    def _loaded(self, worker: WorkerLike) -> WorkerLike:
        """The same worker when the student's file is loaded; ended when it cannot be. Raises StudentFailure."""
        try:
            reply = worker.loaded(self._import_limit())
        except failures.TimedOut as timeout:
            worker.close()
            raise Stopped(messages.import_time_up(self.path.name, timeout.seconds)) from None
        except WorkerFailure as failure:
            worker.close()
            raise self.ended_by(failure) from None
        if reply.raised:
            worker.close()
            raise explanation.of_loading(self.path.name, reply.value, sandboxed=self.sandboxed)
        return worker

    def _import_limit(self) -> float:
        return IMPORT_LIMIT * (2 if set(self._preload()) & set(SLOW_IMPORTS) else 1)

    def _preload(self) -> tuple[str, ...]:
        """The packages that the student's or the given file imports at once, of those that take long to import."""
        files = [path for path in (self.path, self.exercise.given) if path is not None]
        text = "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in files)
        return "numpy", *(name for name in SLOW_IMPORTS if re.search(rf"^(from|import)\s+{name}\b", text, re.MULTILINE))

    # Questions to it.

    def ask_worker(
        self,
        operation: str,
        target: Reference,
        args: tuple[Any, ...],
        kwargs: Mapping[str, Any],
        shown: str,
        *,
        inout: bool = False,
    ) -> Any:
        self.worker()
        if target.space == "given":
            self.calls = ""  # a helper of the test's: the student did not write it and need not read it
        elif operation != "get" or not self.calls:  # looking at what a call has done does not replace the call
            self.calls = show_call(shown, args, kwargs) if operation == "call" else shown
        limit = self.time_left(None)
        return self.unpacked(
            self.guarded(lambda worker: worker.call(operation, target, args, dict(kwargs), limit=limit, inout=inout))
        )

    def start_call(self, target: Reference, args: tuple[Any, ...], kwargs: Mapping[str, Any], shown: str) -> int:
        """Begin the call in a thread of the worker; returns its number there."""
        self.worker()
        self.calls = show_call(shown, args, kwargs)
        limit = self.time_left(None)
        return self.guarded(lambda worker: worker.start(target, args, dict(kwargs), limit=limit))

    def timed(self, name: str, *args: Any) -> Timing:
        """Call the function as races do and say what it took; whoever calls this verifies the answer. See `judge.meters`."""
        self.worker()
        self.calls = show_call(name, args, {})
        limit = self.time_left(None)
        function = Reference("student", name)
        reply = self.guarded(lambda worker: worker.call("call", function, args, {}, limit=limit, timed=True, look=True))
        value = self.unpacked(reply)
        return Timing(reply.seconds, reply.seconds if reply.cpu is None else reply.cpu, value, reply.after)

    def idle(self) -> None:
        """Ask the worker for nothing, as a measure of what asking costs."""
        self.worker()
        self.guarded(lambda worker: worker.call("get", Reference("given", "__name__"), (), {}, limit=30.0, timed=True))

    def types(self, kernels: Sequence[str], wanted: Sequence[tuple[str, int]]) -> list[Reply]:
        """What numba's compiler for GPUs makes of each kernel, in a worker without the simulator; see `graders.judge.gpu`."""
        self.worker()  # says whatever is wrong with the file
        worker = self._loaded(self.open_worker(self.path, types_only=True))
        try:
            targets = [Reference("student", kernel) for kernel in kernels]
            limit = self.time_left(self._import_limit())
            return [worker.call("typed", target, (list(wanted),), {}, limit=limit) for target in targets]
        except WorkerFailure as failure:
            raise self.ended_by(failure) from None
        finally:
            worker.close()

    def guarded(self, work: Callable[[WorkerLike], T]) -> T:
        """Do something with the worker; when that breaks the worker, end it and say why."""
        if self._worker is None:
            raise Stopped(messages.WORKER_ENDED)
        try:
            return work(self._worker)
        except WorkerFailure as failure:
            self.close()
            raise self.ended_by(failure) from None
        except KeyboardInterrupt:
            self.close()
            raise

    def unpacked(self, reply: Reply) -> Any:
        if reply.raised:
            raise self.raised(reply.value)
        self.got = kind_of(reply.value)
        return reply.value

    def time_left(self, limit: float | None, *, racing: bool = False) -> float:
        """Seconds for the next call: its own limit, or what the calls before it have left of the test's.

        A race that uses up the test's time, and in which each call kept its own limit, is not decided.
        """
        own, left = limit if limit is not None else self.exercise.limit, TEST_LIMIT - self._allowance.spent
        self._time_up = messages.time_up(own) if racing or own <= left else messages.check_time_up(TEST_LIMIT)
        if (racing and left <= 0) or time.monotonic() - self._began > TEST_CEILING:
            self.close()
            raise MachineBusy(messages.RACE_TIME_UP if racing else messages.MACHINE_BUSY)
        if left <= 0:
            self.close()
            raise self.ended_by(failures.TimedOut(left))
        return min(own, left) if not racing else own

    def ended_by(self, failure: WorkerFailure) -> StudentFailure:
        """What a worker that is of no use any more means for the check."""
        self._starved += isinstance(failure, failures.Starved)
        return explanation.of_worker(self.path.name, failure, accused=self.accused, time_up=self._time_up)

    def raised(self, described: dict[str, Any]) -> StudentFailure:
        """What the worker says was raised, as the exception a test sees."""
        return explanation.of_call(self.path.name, described, sandboxed=self.sandboxed)
