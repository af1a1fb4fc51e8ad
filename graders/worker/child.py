"""The worker's own side: loads the student's file and answers calls. Run as a script, by path, in a process of its own.

It trusts nobody and owns nothing that matters: the clock, the expected answers and the score are the judge's.
"""

import contextlib
import functools
import gc
import importlib
import importlib.abc
import importlib.util
import itertools
import json
import mmap
import os
import socket
import sys
import threading
import time
import types
import weakref
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

import numpy as np

CALL, START, END = 1, 2, 3
VALUE, RAISED, COMPILES = 1, 2, 3
MAX_MESSAGE = 2000
_NAMES = (
    "accesses",
    "allocations",
    "codec",
    "compiling",
    "device",
    "forbidden",
    "kernel_types",
    "limits",
    "recorder",
    "simulator",
)
BESIDE = {name: Path(__file__).with_name(f"{name}.py").read_text(encoding="utf-8") for name in _NAMES}
"""Read now: in a sandbox, the user that a worker becomes may have no right to."""


class Missing(Exception):
    """The file has no such name; args: what was asked for, then the names that are there."""


class Host:
    """The student's module, the given module and the objects that stay here because they are not data."""

    def __init__(
        self,
        student: Path,
        given: Path | None,
        forbidden: Sequence[str] = (),
        gpu: bool = False,
        simulator: bool = False,
        types_only: bool = False,
    ) -> None:
        self._forbidden, self._gpu, self._simulator, self._types_only = forbidden, gpu, simulator, types_only
        self._paths = {**({"given": given} if given else {}), "student": student}
        self.modules: dict[str, Any] = {}
        self.handles: dict[int, Any] = {}
        self._numbers = itertools.count(1)

    def load(self) -> None:
        self._arrays = beside("device")  # before student code could put something in the place of what it is made of
        if self._gpu:
            self.device = self._arrays.Device()
        elif self._simulator:
            switch_on_simulator()
        else:
            switch_off_simulator()
            if self._types_only:  # before the file is loaded: a kernel may be decorated with the types of its arguments
                beside("kernel_types")
        end = len(sys.path)
        for space, path in self._paths.items():
            if space == "student" and self._forbidden:
                beside("forbidden").ForbiddenNames(path.parent).deny(self._forbidden)
            # At the end of the path, so that a submission that contains a numpy.py, or a given file, shadows nothing.
            sys.path.insert(end, str(path.parent))
            module = self._loaded(path)
            # The given functions as they are before student code runs: what it puts in their place is not called.
            self.modules[space] = types.SimpleNamespace(**vars(module)) if space == "given" else module

    def _loaded(self, path: Path) -> Any:
        """Import exactly that file, whatever else on the path has its name."""
        if self.modules and path == self._paths.get("given"):  # a yardstick: the given file stands for the student's too
            return sys.modules[path.stem]
        spec = importlib.util.spec_from_file_location(path.stem, path)
        assert spec is not None and spec.loader is not None
        module = sys.modules[path.stem] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    def keep(self, value: Any) -> int:
        number = next(self._numbers)
        self.handles[number] = value
        return number

    def lookup(self, reference: Any) -> Any:
        """What a reference of the judge's stands for. Raises Missing when the student's file has no such name."""
        if reference.space == "handle":
            found = self.handles[reference.name]
        else:
            found = _attribute(self.modules[reference.space], reference.name)
        return _attribute(found, reference.attribute) if reference.attribute else found

    def perform(self, operation: str, target: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """call: target(*args). get: the target itself. take: the next args[0] items of an iterable.

        allocations: (how often target(*args) asks for memory, its answer). put: args on the GPU. launch: (target(*args),
        seconds on the GPU), when all of it is done there. fetch: args[0] as an array here. simulate: what target(*args)
        does in the simulator. typed: what a compiler would make of it. See `simulator.py`. lap: (target(*args), the seconds
        it took by this process's clock), for those who earn nothing by it. record: begins to write down every call.
        recorded: the end of that. See `recorder.py`.
        """
        if operation == "call":
            return target(*args, **kwargs)
        if operation == "lap":
            begin = time.perf_counter()
            value = target(*args, **kwargs)
            return value, time.perf_counter() - begin
        if operation == "get":
            return target
        if operation == "take":
            return list(itertools.islice(iter(target), args[0]))
        if operation == "allocations":
            return beside("allocations").counted(lambda: target(*args, **kwargs))
        if operation == "put":
            return self.device.put(args)
        if operation == "launch":
            return self.device.run(lambda: target(*args, **kwargs))
        if operation == "fetch":
            return self._arrays.fetched(args[0])
        if operation == "simulate":
            (configuration, order), args = args[:2], args[2:]
            kernel = target[tuple(configuration)] if configuration else target
            value, report = beside("simulator").watched(lambda: kernel(*args, **kwargs), order)
            return self._arrays.fetched(value), report
        if operation == "typed":
            return beside("kernel_types").typed(target, args[0])
        if operation == "record":
            return beside("recorder").begin(*args)
        if operation == "recorded":
            return beside("recorder").end()
        raise ValueError(operation)

    def describe(self, error: BaseException) -> dict[str, Any]:
        """What the judge is told about an exception: text and line numbers, no objects."""
        where = str(self._paths["student"])
        lines = []
        trace = error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == where:
                lines.append(trace.tb_lineno)
            trace = trace.tb_next
        if isinstance(error, SyntaxError) and error.filename and Path(error.filename).name == Path(where).name:
            lines.append(error.lineno or 1)
        try:
            message = str(error.msg if isinstance(error, SyntaxError) else error)[:MAX_MESSAGE]
        except BaseException:
            message = "(its message could not be made)"
        return {
            "type": type(error).__name__[:200],
            "bases": [base.__name__[:200] for base in type(error).__mro__ if base is not object],
            "message": message,
            "lines": lines[:20],
            "missing": [str(arg)[:200] for arg in error.args] if isinstance(error, Missing) else [],
            "module": _unimportable(error)[:200],
        }


def _unimportable(error: BaseException | None) -> str:
    """The module that an import failed for; packages such as numpy wrap the error that knows it in one of their own."""
    for _ in range(5):
        if not isinstance(error, ImportError):
            break
        if error.name:
            return str(error.name)
        error = error.__cause__
    return ""


def _attribute(owner: Any, name: str) -> Any:
    try:
        return getattr(owner, name)
    except AttributeError:
        raise Missing(name, *[key for key in dir(owner) if not key.startswith("_")][:50]) from None


class Loop:
    """Reads calls from the wire and answers them; a START is answered from a thread of its own."""

    def __init__(self, codec: Any, wire: socket.socket, inbox: Any, outbox: Any, host: Host) -> None:
        self._codec, self._wire, self._host = codec, wire, host
        self._inbox, self._outbox = inbox, outbox
        self._released: list[int] = []
        self._sending = threading.Lock()

    def _refer(self, value: Any) -> Any:
        kind = type(value).__name__
        if kind == "ndarray":
            kind = f"numpy array of dtype {value.dtype}"
        return self._codec.Reference("handle", self._host.keep(value), kind[:200])

    def _borrow(self, offset: int, dtype: Any, shape: tuple[int, ...]) -> np.ndarray[Any, Any]:
        """An argument array lies in the shared memory; the region goes back when its last view is gone."""
        view = self._inbox.view(offset, dtype, shape)
        weakref.finalize(view, self._released.append, offset).atexit = False
        return view  # type: ignore[no-any-return]

    def answer(self, call: int, work: Callable[[], Any], arena: Any) -> None:
        try:
            value, kind = work(), VALUE
        except BaseException as error:
            value, kind = self._host.describe(error), RAISED
            # The traceback's frames hold the arguments; without this their memory would stay lent.
            error.__traceback__ = None
        self._reply(call, kind, value, arena)

    def _reply(self, call: int, kind: int, value: Any, arena: Any) -> None:
        with self._sending:
            if arena is not None:
                arena.release_all()
            encoder = self._codec.Encoder(self._refer, arena)
            try:
                body = encoder.encode((self._take_released(), value))
            except BaseException as error:
                kind = RAISED
                body = encoder.encode(([], self._host.describe(error)))
            del value
            self._codec.send_frame(self._wire, kind, call, body)

    def _take_released(self) -> list[int]:
        count = len(self._released)
        released = self._released[:count]
        del self._released[:count]
        return released

    def tell_of_compiling(self, does: bool) -> None:
        """Let the judge know: what numba takes for it counts towards no limit."""
        if self._sending.acquire(timeout=1.0):
            try:
                self._codec.send_frame(self._wire, COMPILES, int(does), b"")
            finally:
                self._sending.release()

    def run(self) -> None:
        self.answer(0, self._host.load, self._outbox)
        while True:
            kind, call, body = self._codec.receive_frame(self._wire)
            if kind == END:
                return
            work = self._prepare(body)
            if kind == START:
                threading.Thread(target=self.answer, args=(call, work, None), daemon=True).start()
            else:
                self.answer(call, work, self._outbox)
            # Decoded arguments must not outlive the call: their memory is lent.
            del work, body

    def _prepare(self, body: bytearray) -> Callable[[], Any]:
        def work() -> Any:
            # A decoder of its own: a started call is decoded in its thread, while the next one is decoded in ours.
            decoder = self._codec.Decoder(self._host.lookup, self._borrow)
            operation, target, args, kwargs, inout, drop = decoder.decode(body)
            for number in drop:
                self._host.handles.pop(number, None)
            # The collector rests in every call, not in timed ones alone: nothing in here tells one from another.
            gc.disable()
            try:
                value = self._host.perform(operation, target, args, kwargs)
            finally:
                gc.enable()
            return (value, args) if inout else value

        return work


def _map(arena: dict[str, Any]) -> mmap.mmap:
    if sys.platform == "win32":
        return mmap.mmap(-1, arena["size"], tagname=arena["tag"])
    return mmap.mmap(arena["fd"], arena["size"])


def wire_format() -> Any:
    return beside("codec")


def switch_off_simulator() -> None:
    """Whatever the student's environment says. Not where numba.cuda is there already, in the debugger."""
    if os.environ.get("NUMBA_ENABLE_CUDASIM") and "numba.cuda" not in sys.modules:
        del os.environ["NUMBA_ENABLE_CUDASIM"]
        if "numba" in sys.modules:
            sys.modules["numba"].config.reload_config()


def switch_on_simulator() -> None:
    """Let numba.cuda be the simulator, watched, in this process and for good. Raises RuntimeError where it is the real one."""
    if "numba.cuda" in sys.modules and "numba.cuda.simulator.kernel" not in sys.modules:
        raise RuntimeError("numba.cuda has been imported without its simulator")
    os.environ["NUMBA_ENABLE_CUDASIM"] = "1"
    if "numba" in sys.modules:
        sys.modules["numba"].config.reload_config()
    beside("accesses")
    beside("simulator")


@functools.cache
def beside(name: str) -> Any:
    """A file beside this one as a module: there is no package here."""
    file = str(Path(__file__).with_name(f"{name}.py"))
    module = sys.modules[f"_{name}"] = types.ModuleType(f"_{name}")
    module.__file__ = file
    exec(compile(BESIDE[name], file, "exec"), vars(module))
    return module


def serve(config: dict[str, Any], wire: socket.socket, arenas: Sequence[dict[str, Any]]) -> NoReturn:
    """Load the student's file and answer calls until the judge hangs up."""
    codec = wire_format()
    inbox, outbox = (codec.Arena(_map(arena)) for arena in arenas)
    sys.argv = ["worker"]
    # What is printed should be there when the judge looks, not when a buffer is full.
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    given = Path(config["given"]) if config["given"] else None
    host = Host(Path(config["student"]), given, config["forbidden"], config["gpu"], config["simulator"], config["types_only"])
    loop = Loop(codec, wire, inbox, outbox, host)
    beside("compiling").Compiling(loop.tell_of_compiling)
    if config.get("one_process"):
        beside("limits").map_privately()
    with contextlib.suppress(EOFError, ConnectionError):
        loop.run()
    # Not through the interpreter's exit: threads the student left behind would keep it waiting.
    os._exit(0)


def main() -> None:
    config = json.loads(sys.stdin.buffer.readline())
    if sys.platform == "win32":
        wire = socket.fromshare(sys.stdin.buffer.read(config["share"]))
    else:
        wire = socket.socket(fileno=config["wire"])
    limits = beside("limits")
    limits.die_with_the_judge()
    limits.limit_memory(config["memory"])
    serve(config, wire, config["arenas"])


if __name__ == "__main__":
    main()
