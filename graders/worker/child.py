"""The worker's own side: loads the student's file and answers calls. Run as a script, by path, in a process of its own.

It trusts nobody and owns nothing that matters: the clock, the expected answers and the score are the judge's.
"""

import builtins
import contextlib
import ctypes
import functools
import gc
import importlib
import importlib.abc
import importlib.util
import itertools
import json
import mmap
import os
import signal
import socket
import sys
import tempfile
import threading
import types
import weakref
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

import numpy as np

CALL, START, END = 1, 2, 3
VALUE, RAISED, COMPILES = 1, 2, 3
MAX_MESSAGE = 2000
_EVENTS = "numba.core.event"
_BESIDE = {
    name: Path(__file__).with_name(f"{name}.py").read_text(encoding="utf-8")
    for name in ("accesses", "codec", "kernel_types", "simulator")
}
"""Read now: in a sandbox, the user that a worker becomes may have no right to."""


class Forbidden(Exception):
    """The exercise has to be solved without this."""


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
        if self._gpu:
            self.device = Device()
        elif self._simulator:
            switch_on_simulator()
        else:
            switch_off_simulator()
            if self._types_only:  # before the file is loaded: a kernel may be decorated with the types of its arguments
                beside("kernel_types")
        end = len(sys.path)
        for space, path in self._paths.items():
            if space == "student" and self._forbidden:
                ForbiddenNames(path.parent).deny(self._forbidden)
            # At the end of the path, so that a hand-in that contains a numpy.py, or a given file, shadows nothing.
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
        does in the simulator. typed: what a compiler would make of it. See `simulator.py`.
        """
        if operation == "call":
            return target(*args, **kwargs)
        if operation == "get":
            return target
        if operation == "take":
            return list(itertools.islice(iter(target), args[0]))
        if operation == "allocations":
            return _allocations(lambda: target(*args, **kwargs))
        if operation == "put":
            return self.device.put(args)
        if operation == "launch":
            return self.device.run(lambda: target(*args, **kwargs))
        if operation == "fetch":
            return fetched(args[0])
        if operation == "simulate":
            (configuration, order), args = args[:2], args[2:]
            kernel = target[tuple(configuration)] if configuration else target
            value, report = beside("simulator").watched(lambda: kernel(*args, **kwargs), order)
            return fetched(value), report
        if operation == "typed":
            return beside("kernel_types").typed(target, args[0])
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


def _allocations(work: Callable[[], Any]) -> tuple[int, Any]:
    """How often memory is asked for during `work`, by C code and by Python's own allocators, less what looking costs.

    And the answer of `work`, so that the judge can see that it did it.
    """
    import memray

    counts, answer = [], None
    for each in (lambda: None, work):
        file = Path(tempfile.mkdtemp()) / "allocations"
        with memray.Tracker(file, trace_python_allocators=True):
            answer = each()
        counts.append(memray.FileReader(file).metadata.total_allocations)
        file.unlink()
    return max(counts[1] - counts[0], 0), answer


class Device:
    """The GPU behind numba.cuda; torch works in the same context, and takes these arrays with torch.as_tensor.

    Made before student code is loaded: what that puts into the place of `synchronize` is not what is called here.
    """

    def __init__(self) -> None:
        cuda: Any = importlib.import_module("numba.cuda")
        self._to_device, self._synchronize = cuda.to_device, cuda.synchronize
        self._event = cuda.event
        cuda.synchronize()  # the context, which takes a while to make, is there before the first call

    def put(self, args: Sequence[Any]) -> list[Any]:
        """Arrays as arrays on the GPU, the rest as it is."""
        placed = [self._to_device(arg) if isinstance(arg, np.ndarray) else arg for arg in args]
        self._synchronize()
        return placed

    def run(self, work: Callable[[], Any]) -> tuple[Any, float]:
        """(result, seconds between two events around it), once everything that was launched has ended, in any stream."""
        begin, end = self._event(), self._event()
        begin.record()
        value = work()
        end.record()
        self._synchronize()
        return value, float(begin.elapsed_time(end)) / 1e3


def fetched(value: Any) -> Any:
    """Arrays of numba's or torch's as numpy arrays, also inside tuples and lists; the rest as it is."""
    if isinstance(value, (tuple, list)):
        return type(value)(fetched(each) for each in value)
    if hasattr(value, "copy_to_host"):
        return value.copy_to_host()
    if hasattr(value, "detach"):
        return value.detach().cpu().numpy()
    return value


def _attribute(owner: Any, name: str) -> Any:
    try:
        return getattr(owner, name)
    except AttributeError:
        raise Missing(name, *[key for key in dir(owner) if not key.startswith("_")][:50]) from None


class ForbiddenNames:
    """Takes away from student code what it has to do without, before that code is loaded.

    Modules cannot be imported. A function or method is replaced wherever its package shows it; the replacement refuses
    when student code called it, directly or through a library (np.unique sorts, too). Builtins are needed by the
    libraries themselves, so there it is the direct caller who counts. A determined student, who digs the original out
    of a closure or compiles it with numba, can still reach the function; a module that the sandbox covers stays gone.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)
        self._trusted = tuple(
            {sys.prefix, sys.base_prefix, str(Path(os.__file__).parent), "<frozen", str(Path(__file__).parent)}
        )
        self._modules: set[str] = set()

    def deny(self, names: Sequence[str]) -> None:
        for name in names:
            parts = ("builtins." + name if hasattr(builtins, name.split(".")[0]) else name).split(".")
            owner, count = None, len(parts)
            if _is_module(name):
                self._modules.add(name)
                continue
            while owner is None and count > 1:
                count -= 1
                with contextlib.suppress(ImportError):
                    owner = importlib.import_module(".".join(parts[:count]))
            for part in parts[count:-1]:
                owner = getattr(owner, part, None)
            if owner is not None and hasattr(owner, parts[-1]):
                self._replace(owner, parts[-1], name, direct=parts[0] == "builtins")
            else:
                self._modules.add(name)  # one that is not here, or that the sandbox has covered
        if self._modules:
            for name in [name for name in sys.modules if self._is_denied(name)]:
                del sys.modules[name]
            sys.meta_path.insert(0, self)

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> None:
        """Asked first for every module that is imported."""
        if self._is_denied(name):
            raise Forbidden(name)

    def _is_denied(self, name: str) -> bool:
        return any(name == module or name.startswith(module + ".") for module in self._modules)

    def _replace(self, owner: Any, attribute: str, name: str, *, direct: bool) -> None:
        original = getattr(owner, attribute)

        @functools.wraps(original)
        def denied(*args: Any, **kwargs: Any) -> Any:
            if self._asked_by_student(direct):
                raise Forbidden(name)
            return original(*args, **kwargs)

        del denied.__wrapped__
        if isinstance(owner, type):
            # A built-in class does not let itself be changed, but its dictionary does.
            gc.get_referents(vars(owner))[0][attribute] = denied
            ctypes.pythonapi.PyType_Modified(ctypes.py_object(owner))
            return
        package = owner.__name__.split(".")[0]
        for module in [module for key, module in sys.modules.items() if key.split(".")[0] == package]:
            for key in [key for key, value in vars(module).items() if value is original]:
                vars(module)[key] = denied

    def _asked_by_student(self, direct: bool) -> bool:
        frame = sys._getframe(2)
        while frame is not None:
            if not frame.f_code.co_filename.startswith(self._trusted):
                return not frame.f_code.co_filename.startswith("/course/")
            if direct:
                return False
            frame = frame.f_back  # type: ignore[assignment]
        return False


def _is_module(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError, AttributeError):
        return False


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


class Compiling(importlib.abc.MetaPathFinder):
    """Watches numba's lock, which is held for as long as anything is compiled, in this process and not in its children.

    Also where numba is imported later: then this is asked for its module of events, and waits until that is there.
    """

    def __init__(self, tell: Callable[[bool], None]) -> None:
        self._tell, self._process = tell, os.getpid()
        self._depth, self._lock = 0, threading.Lock()
        if _EVENTS in sys.modules:
            self._listen()
        else:
            sys.meta_path.insert(0, self)

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if name != _EVENTS or self not in sys.meta_path:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.loader is not None:
            execute = spec.loader.exec_module

            def executed(module: Any) -> None:
                execute(module)
                self._listen()

            spec.loader.exec_module = executed  # type: ignore[method-assign]
        return spec

    def _listen(self) -> None:
        events: Any = sys.modules[_EVENTS]
        told = {"on_start": lambda _, event: self._count(1), "on_end": lambda _, event: self._count(-1)}
        events.register("numba:compiler_lock", type("Compiles", (events.Listener,), told)())

    def _count(self, step: int) -> None:
        if os.getpid() != self._process:
            return
        with self._lock:
            before = self._depth
            self._depth += step
            if not (before and self._depth):
                self._tell(self._depth > 0)


def _die_with_the_judge() -> None:
    """On Linux: end also when the judge is killed while student code loops. Elsewhere the closed wire must do."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def _limit_memory(limit: int) -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        # Private memory, not address space: numba and torch reserve gigabytes of the latter without touching them.
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def map_privately() -> None:
    """Let `mmap.mmap(-1, n)` give private memory: shared, no limit would count it, so the filter of system calls refuses it.

    In a worker that may start no other process nobody can tell the difference.
    """
    original: Any = mmap.mmap
    shared, private, anonymous = mmap.MAP_SHARED, mmap.MAP_PRIVATE, mmap.MAP_ANONYMOUS

    class Mapping(original):  # type: ignore[misc]
        def __new__(cls, fileno: int, length: int, *args: Any, **kwargs: Any) -> Any:
            if fileno == -1:
                kwargs.update(zip(("flags", "prot"), args, strict=False))
                args = ()
                if kwargs.pop("access", 0) == mmap.ACCESS_READ:
                    kwargs["prot"] = mmap.PROT_READ
                kwargs["flags"] = kwargs.get("flags", shared) & ~shared | private | anonymous
            return original.__new__(cls, fileno, length, *args, **kwargs)

    Mapping.__name__ = Mapping.__qualname__ = "mmap"
    Mapping.__module__ = "mmap"
    vars(mmap)["mmap"] = Mapping


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
    module = sys.modules[f"_{name}"] = types.ModuleType(f"_{name}")
    exec(compile(_BESIDE[name], str(Path(__file__).with_name(f"{name}.py")), "exec"), vars(module))
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
    Compiling(loop.tell_of_compiling)
    if config.get("one_process"):
        map_privately()
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
    _die_with_the_judge()
    _limit_memory(config["memory"])
    serve(config, wire, config["arenas"])


if __name__ == "__main__":
    main()
