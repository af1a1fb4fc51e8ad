"""What a test sees of a student's file: `student.f(x)` is an ordinary call, made in the worker.

student.parallel_sum(x, 2)            a call; data comes back as data, anything else as a Handle
channel = student.Channel(4)          a Handle; its methods can be called: channel.put(1)
waiting = channel.get.start()         the call runs in a thread of the worker: waiting.done(0.1), waiting.result()
result, args = student.fill.inout(x)  also the arguments as the call left them
student.given.spin                    something of the exercise's given_….py, as an argument or to be called
student.race("f", make, against="g")  speed, see `graders.judge.race`
student.race("C", make, against="g", through="drive")   the same for given.drive(C, *inputs)
"""

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from graders import environment
from graders.course import Exercise, is_utf8
from graders.handout import edited
from graders.judge import messages, policy
from graders.judge.failure import Killed, MachineBusy, Mismatch, NotStarted, Raised, Stopped, StudentFailure
from graders.judge.inline import InlineWorker
from graders.judge.race import Clock, Race, race
from graders.judge.show import kind_of, show
from graders.result import Measure, Step
from graders.worker import process
from graders.worker.codec import Reference
from graders.worker.effort import Allowance
from graders.worker.launch import Launcher, Plain, Settings
from graders.worker.process import Reply, Timing, Worker, WorkerFailure

IMPORT_LIMIT = 10.0
"""Seconds for loading a file, as limits count them; twice as many where it imports something that takes long itself."""
TEST_LIMIT = 120.0
"""Seconds for all calls of one test together, as limits count them; see `worker/effort.py`."""
TEST_CEILING = 600.0
"""Seconds by the clock on the wall after which no test makes another call, however busy the machine."""
STARVED = 3
"""Calls of one exercise that wait in vain for a processor; the next ones would, too, and are not made."""
SLOW_IMPORTS = ("numba", "torch")


class Remote:
    """Something callable in the worker: a function of the student's, of the given file's, or a method of a handle."""

    def __init__(self, student: "Student", reference: Reference, shown: str, owner: "Handle | None" = None) -> None:
        self._student, self._shown = student, shown
        self.__worker_reference__ = reference
        self._owner = owner
        """Kept alive, for the worker forgets what no handle stands for any more."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._student._ask("call", self.__worker_reference__, args, kwargs, self._shown)

    def inout(self, *args: Any, **kwargs: Any) -> tuple[Any, tuple[Any, ...]]:
        """Call, and return (result, the positional arguments as they are afterwards)."""
        result, after = self._student._ask("call", self.__worker_reference__, args, kwargs, self._shown, inout=True)
        return result, after

    def start(self, *args: Any, **kwargs: Any) -> "Pending":
        """Begin the call in a thread of the worker and go on."""
        pending = self._student._start(self.__worker_reference__, args, kwargs, self._shown)
        pending.needs = (self._owner, args, kwargs)
        return pending

    def __repr__(self) -> str:
        return self._shown


class Handle:
    """An object that stays in the worker. It has no value here: no comparison, no length, no truth."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, student: "Student", reference: Reference, worker: Any) -> None:
        self._student, self._reference, self._worker = student, reference, worker

    @property
    def __worker_reference__(self) -> Reference:
        return self._reference

    @property
    def type_name(self) -> str:
        return self._reference.type_name

    def __getattr__(self, name: str) -> Remote:
        if name.startswith("__"):
            raise AttributeError(name)
        return self.method(name)

    def method(self, name: str) -> Remote:
        """A method by name, also where Python would not let it be written: `handle.method("__enter__")()`."""
        return Remote(self._student, self._attribute(name), f"{self.type_name}.{name}", owner=self)

    def value(self, name: str) -> Any:
        """The value of an attribute."""
        return self._student._ask("get", self._attribute(name), (), {}, f"{self.type_name}.{name}")

    def _attribute(self, name: str) -> Reference:
        return Reference(self._reference.space, self._reference.name, attribute=name)

    def take(self, count: int) -> list[Any]:
        """The next `count` items, or all that are left if there are fewer."""
        items: list[Any] = self._student._ask("take", self._reference, (count,), {}, f"iterating over {self.type_name}")
        return items

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._student._ask("call", self._reference, args, kwargs, self.type_name)

    def __repr__(self) -> str:
        return f"<{self.type_name}>"

    def __eq__(self, other: object) -> bool:
        return self is other

    def __bool__(self) -> bool:
        raise Mismatch(f"the answer should be data, but is {kind_of(self)}")

    def __del__(self) -> None:
        self._worker.drop(int(self._reference.name))


class Pending:
    """A call under way in a thread of the worker."""

    def __init__(self, student: "Student", number: int, shown: str) -> None:
        self._student, self._number, self._shown = student, number, shown
        self.needs: Any = None
        """Whatever it was called with, kept alive for the thread that may still have to look it up."""

    def done(self, within: float = 0.0) -> bool:
        """Whether it has ended, waiting up to `within` seconds."""
        ended: bool = self._student._guard(lambda worker: worker.done(self._number, within))
        return ended

    def result(self, limit: float | None = None) -> Any:
        """Its result, or what it raised; stopped after `limit` seconds (the exercise's limit by default)."""
        seconds = self._student._time_left(limit)
        self._student.calls = self._shown
        return self._student._unpack(self._student._guard(lambda worker: worker.finish(self._number, seconds)))


class Space:
    """The names of the given file, to be passed as arguments or called."""

    def __init__(self, student: "Student", space: str) -> None:
        self._student, self._space = student, space

    def __getattr__(self, name: str) -> Remote:
        if name.startswith("__"):
            raise AttributeError(name)
        return Remote(self._student, Reference(self._space, name), name)


class Student:
    """The proxy of one student's file for one exercise. A worker is started when the first call needs one."""

    def __init__(self, exercise: Exercise, path: Path, *, launcher: Launcher | None = None, inline: bool = False) -> None:
        self.exercise, self.path = exercise, path
        self.given = Space(self, "given")
        self.calls = ""
        """The last call, as it is shown to the student."""
        self.got = ""
        """What the last answer was, in words; empty before the first."""
        self.steps: list[Step] = []
        self.accused = False
        """Whether a worker that is killed now was killed by its own doing: it has happened before, also on a quiet machine."""
        self.raced: Race | None = None
        self.measures: list[Measure] = []
        self._launcher, self._inline, self._gpu = launcher or Plain(), inline, False
        self._worker: Worker | InlineWorker | None = None
        self._printed = 0
        """How much the worker had printed when the test began."""
        self._unusable: StudentFailure | None = None
        self._untouched: bool | None = None
        self._allowance = Allowance()
        self._began = float("inf")
        self._starved = 0
        """How often a worker did not get enough of a processor."""
        self._time_up = ""
        """What is to be said when the limit under way is reached."""

    # For authors of tests.

    def __getattr__(self, name: str) -> Remote:
        if name.startswith("_"):
            raise AttributeError(name)
        return self.function(name)

    def function(self, name: str) -> Remote:
        """A function or class of the student's file by name, also one whose name this class uses itself."""
        return Remote(self, Reference("student", name), name)

    def value(self, name: str) -> Any:
        """A value of the student's file."""
        return self._ask("get", Reference("student", name), (), {}, name)

    def race(
        self,
        name: str,
        make: Callable[[], tuple[Any, ...]],
        *,
        against: str,
        through: str = "",
        clock: Clock = "cpu",
        cores: int = 1,
        expect: Callable[..., Any] | None = None,
        verify: Callable[..., None] | None = None,
        rtol: float = 1e-9,
        atol: float = 0.0,
    ) -> Race:
        """Race the student's function `name` against the given file's `against` on fresh inputs; see `race.race`."""
        self.raced = race(
            self,
            name,
            make,
            against=against,
            through=through,
            steps=self.steps,
            clock=clock,
            cores=cores,
            expect=expect,
            verify=verify,
            rtol=rtol,
            atol=atol,
        )
        return self.raced

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """In this block the worker's calls come before everybody else's work, where that is allowed."""
        try:
            with self.worker().at_once():
                yield
        except WorkerFailure as failure:
            self.close()
            raise self._stopped(failure) from None

    def timed(self, name: str, *args: Any) -> Timing:
        """Call the function as races do and say what it took; whoever calls this verifies the answer. See `judge.meters`."""
        self.worker()
        self.calls = _as_call(name, args, {})
        limit = self._time_left(None)
        function = Reference("student", name)
        reply = self._guard(lambda worker: worker.call("call", function, args, {}, limit=limit, timed=True, look=True))
        value = self._unpack(reply)
        return Timing(reply.seconds, reply.seconds if reply.cpu is None else reply.cpu, value, reply.after)

    @property
    def inline(self) -> bool:
        return self._inline

    @property
    def sandboxed(self) -> bool:
        return self._launcher.sandboxed

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

    def counted_allocations(self, name: str, *args: Any) -> tuple[int, Any, tuple[Any, ...]]:
        """(how often it asks for memory, as memray in the worker counts, its answer, its arguments afterwards)"""
        found, after = self._ask("allocations", Reference("student", name), args, {}, _as_call(name, args, {}), inout=True)
        if type(found) is not tuple or len(found) != 2:
            raise Stopped(messages.tampered("a malformed reply"))
        count, answer = found
        if type(count) is not int or not 0 <= count < 1 << 53:
            raise Stopped(messages.tampered("an invalid count"))
        return count, answer, after

    def simulated(self, name: str, configuration: list[Any] | None, order: str | int, args: Sequence[Any], shown: str) -> Any:
        """Call a function, or launch a kernel, in Numba's simulator: ((answer, report), arguments); see `graders.judge.gpu`."""
        call, asked = _as_call(shown, tuple(args), {}), (configuration, order, *args)
        return self._ask("simulate", Reference("student", name), asked, {}, call, inout=True)

    def types(self, kernels: Sequence[str], wanted: Sequence[tuple[str, int]]) -> list[Reply]:
        """What numba's compiler for GPUs makes of each kernel, in a worker without the simulator; see `graders.judge.gpu`."""
        self.worker()  # says whatever is wrong with the file
        worker = self._loaded(self.open_worker(self.path, types_only=True))
        try:
            targets = [Reference("student", kernel) for kernel in kernels]
            limit = self._time_left(self._import_limit())
            return [worker.call("typed", target, (list(wanted),), {}, limit=limit) for target in targets]
        except WorkerFailure as failure:
            raise self._stopped(failure) from None
        finally:
            worker.close()

    def idle(self) -> None:
        """Ask the worker for nothing, as a measure of what asking costs."""
        self.worker()
        self._guard(lambda worker: worker.call("get", Reference("given", "__name__"), (), {}, limit=30.0, timed=True))

    def use_gpu(self) -> None:
        """From now on this exercise's workers hold the GPU, and calls can be made on it."""
        if not self._gpu:
            self.close()
            self._gpu = True

    # For the plug-in.

    def begin_test(self, steps: list[Step]) -> None:
        """Forget the last test: its call, its race, its measures; start the clock of this one."""
        self.calls, self.got, self.raced, self.steps, self.measures = "", "", None, steps, []
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
                in_place = self.path == self.exercise.path
                self._untouched = edited.is_untouched(self.exercise, self.path.read_bytes(), in_place=in_place)
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

    # The plumbing.

    def _ask(
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
            self.calls = _as_call(shown, args, kwargs) if operation == "call" else shown
        limit = self._time_left(None)
        reply = self._guard(lambda worker: worker.call(operation, target, args, dict(kwargs), limit=limit, inout=inout))
        return self._unpack(reply)

    def _start(self, target: Reference, args: tuple[Any, ...], kwargs: Mapping[str, Any], shown: str) -> Pending:
        self.worker()
        self.calls = _as_call(shown, args, kwargs)
        limit = self._time_left(None)
        number = self._guard(lambda worker: worker.start(target, args, dict(kwargs), limit=limit))
        return Pending(self, number, self.calls)

    def worker(self) -> Any:
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

    def _load(self) -> Any:
        present = [entry.name for entry in self.path.parent.iterdir()] if self.path.parent.is_dir() else []
        if self.path.name not in present:
            if self.path == self.exercise.path:
                raise Stopped(messages.missing_file_here(self.path.name, self.path.parent.name, present))
            why = messages.missing_file(self.path.name, present)
            raise NotStarted(why) if self.path.name.lower() not in map(str.lower, present) else Stopped(why)
        if self._launcher.sandboxed and self.path.is_symlink():
            raise Stopped(messages.is_a_link(self.path.name))
        if self.untouched():
            raise NotStarted(messages.NOT_STARTED)
        content = self.path.read_bytes()
        if not is_utf8(content):
            raise Stopped(messages.not_utf8(self.path.name, content))
        source = content.decode("utf-8-sig")
        if (found := policy.breach(source, self.exercise.forbidden)) is not None:
            raise Stopped(messages.forbidden(self.path.name, found.line, found.name), line=found.line)
        return self._loaded(self.open_worker(self.path))

    def _loaded(self, worker: Any) -> Any:
        """The same worker when the student's file is loaded; ended when it cannot be. Raises StudentFailure."""
        try:
            reply = worker.loaded(self._import_limit())
        except process.TimedOut as timeout:
            worker.close()
            raise Stopped(messages.import_time_up(self.path.name, timeout.seconds)) from None
        except WorkerFailure as failure:
            worker.close()
            raise self._stopped(failure) from None
        if reply.raised:
            worker.close()
            raise self._import_failure(reply.value)
        return worker

    def open_worker(self, path: Path, types_only: bool = False) -> Any:
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

        def wrap(reference: Reference) -> Handle:
            return Handle(self, reference, worker)

        worker: Worker | InlineWorker
        worker = InlineWorker(settings, wrap) if self._inline else Worker(settings, wrap, self._launcher, allowance)
        return worker

    def _import_limit(self) -> float:
        return IMPORT_LIMIT * (2 if set(self._preload()) & set(SLOW_IMPORTS) else 1)

    def _preload(self) -> tuple[str, ...]:
        """The packages that the student's or the given file imports at once, of those that take long to import."""
        files = [path for path in (self.path, self.exercise.given) if path is not None]
        text = "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in files)
        return "numpy", *(name for name in SLOW_IMPORTS if re.search(rf"^(from|import)\s+{name}\b", text, re.MULTILINE))

    def _guard(self, work: Callable[[Any], Any]) -> Any:
        """Do something with the worker; when that breaks the worker, end it and say why."""
        if self._worker is None:
            raise Stopped("the worker of this call has ended")
        try:
            return work(self._worker)
        except WorkerFailure as failure:
            self.close()
            raise self._stopped(failure) from None
        except KeyboardInterrupt:
            self.close()
            raise

    def _unpack(self, reply: Reply) -> Any:
        if reply.raised:
            raise self.raised(reply.value)
        self.got = kind_of(reply.value)
        return reply.value

    def _time_left(self, limit: float | None, *, racing: bool = False) -> float:
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
            raise self._stopped(process.TimedOut(left))
        return min(own, left) if not racing else own

    def _stopped(self, failure: WorkerFailure) -> StudentFailure:
        match failure:
            case process.TimedOut():
                return Stopped(self._time_up or messages.time_up(failure.seconds))
            case process.Starved():
                self._starved += 1
                return MachineBusy(messages.MACHINE_BUSY)
            case process.Ended(unexplained=True) if not self.accused:
                return Killed(messages.KILLED_FROM_OUTSIDE)
            case process.Ended():
                return Stopped(messages.ended(self.path.name, failure.code))
            case process.TooLarge():
                return Stopped(messages.too_large(Settings(self.path).memory))
            case process.Unwieldy():
                return Stopped(messages.unwieldy(str(failure)))
            case process.Flooded():
                return Stopped(messages.flooded(self.path.name, process.OUTPUT_LIMIT))
        return Stopped(messages.tampered(str(failure)))

    def raised(self, described: dict[str, Any]) -> StudentFailure:
        """What the worker says was raised, as the exception a test sees."""
        line = described["lines"][-1] if described["lines"] else None
        kind, text = described["type"], described["message"]
        if described["missing"]:
            wanted, *present = described["missing"]
            return Stopped(messages.missing_function(self.path.name, wanted, present))
        if "NotImplementedError" in described["bases"]:
            return NotStarted(messages.NOT_STARTED, line=line)
        if kind == "SystemExit":
            return Stopped(messages.system_exit(self.path.name), line=line)
        if kind == "Forbidden":
            return Stopped(messages.forbidden(self.path.name, line, text), line=line)
        if "MemoryError" in described["bases"]:
            return Stopped(messages.out_of_memory(Settings(self.path).memory), line=line)
        if _asks(described):
            return Stopped(f"{self.path.name} {messages.asks(line)}", line=line)
        sentence = messages.raised(kind, text) + self._refused(described)
        return Raised(sentence, kind, described["bases"], text, line=line)

    def _import_failure(self, described: dict[str, Any]) -> StudentFailure:
        line = described["lines"][-1] if described["lines"] else None
        kind, text, file = described["type"], described["message"], self.path.name
        if kind == "SystemExit":
            return Stopped(messages.system_exit(file), line=line)
        if kind == "Forbidden":
            return Stopped(messages.forbidden(file, line, text), line=line)
        if _asks(described):
            return Stopped(f"{file} {messages.asks(line)}", line=line)
        if "SyntaxError" in described["bases"]:
            return Stopped(messages.syntax_error(file, line, text), line=line)
        if "ImportError" in described["bases"] and (why := environment.broken(described["module"])):
            return Stopped(f"{file} line {line}: {why}" if line else f"{file}: {why}", line=line)
        if kind == "ModuleNotFoundError" and described["module"]:
            return Stopped(messages.missing_package(file, line, described["module"]), line=line)
        if "NotImplementedError" in described["bases"]:
            return NotStarted(messages.NOT_STARTED, line=line)
        return Stopped(messages.failed_import(file, line, kind, text) + self._refused(described), line=line)

    def _refused(self, described: dict[str, Any]) -> str:
        """What to add where the sandbox, and not the machine at home, has refused something."""
        refused = self.sandboxed and {"PermissionError", "BlockingIOError"} & set(described["bases"])
        return messages.REFUSED_IN_THE_BOX if refused else ""


def _asks(described: dict[str, Any]) -> bool:
    """Whether that is what input() raises where nobody types: in a worker, or inside the tests."""
    kind, text = described["type"], described["message"]
    return (kind == "EOFError" and "reading a line" in text) or (kind == "OSError" and "reading from stdin" in text)


def _as_call(shown: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> str:
    inner = [show(arg, 40) for arg in args] + [f"{key}={show(value, 40)}" for key, value in kwargs.items()]
    return f"{shown}({', '.join(inner)})"
