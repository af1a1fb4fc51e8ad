"""The worker's own side: loads the student's file and answers calls. Run as a script, by path, in a process of its own.

It trusts nobody and owns nothing that matters: the clock, the expected answers and the score are the judge's.
"""

import contextlib
import gc
import importlib
import importlib.util
import itertools
import json
import mmap
import os
import signal
import socket
import sys
import threading
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

CALL, START, END = 1, 2, 3
VALUE, RAISED = 1, 2
MAX_MESSAGE = 2000


class Missing(Exception):
    """The file has no such name; args: what was asked for, then the names that are there."""


class Host:
    """The student's module, the given module and the objects that stay here because they are not data."""

    def __init__(self, student: Path, given: Path | None) -> None:
        self._paths = {"student": student, **({"given": given} if given else {})}
        self.modules: dict[str, Any] = {}
        self.handles: dict[int, Any] = {}
        self._numbers = itertools.count(1)

    def load(self) -> None:
        # At the end of the path, so that a hand-in that contains a numpy.py shadows nothing.
        sys.path.extend(str(path.parent) for path in self._paths.values())
        for space, path in reversed(self._paths.items()):
            self.modules[space] = importlib.import_module(path.stem)

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
        """call: target(*args). get: the target itself. take: the next args[0] items of an iterable."""
        if operation == "call":
            return target(*args, **kwargs)
        if operation == "get":
            return target
        if operation == "take":
            return list(itertools.islice(iter(target), args[0]))
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
            "module": str(getattr(error, "name", None) or "")[:200] if isinstance(error, ImportError) else "",
        }


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
            operation, target, args, kwargs, inout, timed, drop = decoder.decode(body)
            for number in drop:
                self._host.handles.pop(number, None)
            if timed:
                gc.disable()
            try:
                value = self._host.perform(operation, target, args, kwargs)
            finally:
                if timed:
                    gc.enable()
            return (value, args) if inout else value

        return work


def _die_with_the_judge() -> None:
    """On Linux: end also when the judge is killed while student code loops. Elsewhere the closed wire must do."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def _limit_memory(limit: int) -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        # Private memory, not address space: numba and torch reserve gigabytes of the latter without touching them.
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _map(arena: dict[str, Any]) -> mmap.mmap:
    if sys.platform == "win32":
        return mmap.mmap(-1, arena["size"], tagname=arena["tag"])
    return mmap.mmap(arena["fd"], arena["size"])


def main() -> None:
    config = json.loads(sys.stdin.buffer.readline())
    if sys.platform == "win32":
        wire = socket.fromshare(sys.stdin.buffer.read(config["share"]))
    else:
        wire = socket.socket(fileno=config["wire"])
    spec = importlib.util.spec_from_file_location("_wire", Path(__file__).with_name("codec.py"))
    assert spec is not None and spec.loader is not None
    codec = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(codec)
    inbox, outbox = (codec.Arena(_map(arena)) for arena in config["arenas"])
    _die_with_the_judge()
    _limit_memory(config["memory"])
    sys.argv = ["worker"]
    # What is printed should be there when the judge looks, not when a buffer is full.
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    given = Path(config["given"]) if config["given"] else None
    loop = Loop(codec, wire, inbox, outbox, Host(Path(config["student"]), given))
    with contextlib.suppress(EOFError, ConnectionError):
        loop.run()
    # Not through the interpreter's exit: threads the student left behind would keep it waiting.
    os._exit(0)


if __name__ == "__main__":
    main()
