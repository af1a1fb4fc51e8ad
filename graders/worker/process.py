"""Starts workers, talks to them and ends them, on Linux, macOS and Windows. Everything here is on the judge's side."""

import contextlib
import json
import mmap
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from graders.worker import child, codec
from graders.worker.codec import Arena, Decoder, Encoder, Reference, WireError

ARENA = 1 << 30 if sys.platform == "linux" else 1 << 28
"""Bytes of shared memory in each direction; pages cost nothing until they are touched."""
OUTPUT_KEPT = 64 << 10
OUTPUT_LIMIT = 16 << 20
TICK = 0.1


class WorkerFailure(Exception):
    """The worker is of no use any more. A fresh one has to be started."""


class TimedOut(WorkerFailure):
    def __init__(self, seconds: float) -> None:
        super().__init__(f"did not answer in {seconds:g} s")
        self.seconds = seconds


class Ended(WorkerFailure):
    """The process ended before it answered; `code` as in subprocess, negative for a signal."""

    def __init__(self, code: int) -> None:
        super().__init__(f"ended with {code}")
        self.code = code


class Flooded(WorkerFailure):
    """It printed more than the limit."""


class Tampered(WorkerFailure):
    """It broke the protocol."""


@dataclass(frozen=True)
class Settings:
    """What one worker is started with; student's and yardstick's differ in `student` only."""

    student: Path
    given: Path | None = None
    memory: int = 2 << 30
    """Bytes of private memory, on platforms that can limit it."""
    sandbox: bool = False


@dataclass(frozen=True)
class Reply:
    kind: int
    value: Any
    seconds: float
    """From the judge sending the call to the judge having the answer, by the judge's clock."""

    @property
    def raised(self) -> bool:
        return self.kind == child.RAISED


def cores() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def sandbox_available() -> bool:
    """Whether bubblewrap is here and works (it may be installed but forbidden)."""
    if sys.platform != "linux" or shutil.which("bwrap") is None:
        return False
    trial = ["bwrap", "--unshare-all", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "true"]
    return subprocess.run(trial, capture_output=True, timeout=20).returncode == 0


class Worker:
    """One process with one student's file in it. Not thread-safe: a judge asks one question at a time."""

    def __init__(self, settings: Settings, wrap: Callable[[Reference], Any]) -> None:
        self._wrap = wrap
        self._last_call = 0
        self._waiting: set[int] = set()
        self._answers: dict[int, Reply] = {}
        self._drop: list[int] = []
        self._output = bytearray()
        self._printed = 0
        self._folder = tempfile.mkdtemp(prefix="worker-")
        self._inbox, inbox_config, inbox_close = _new_arena()
        self._outbox, outbox_config, outbox_close = _new_arena()
        self._wire, theirs = socket.socketpair()
        self._wire.settimeout(TICK)
        self._decoder = Decoder(self._resolve, self._copy_out)
        self._encoder = Encoder(_refer, self._inbox)
        try:
            fds = [theirs.fileno(), *(config["fd"] for config in (inbox_config, outbox_config) if "fd" in config)]
            self._process = _spawn(settings, self._folder, fds)
            self._drain = threading.Thread(target=self._keep_output, daemon=True)
            self._drain.start()
            share = b""
            if sys.platform == "win32":
                share = theirs.share(self._process.pid)
            config = {
                "wire": theirs.fileno(),
                "share": len(share),
                "arenas": [inbox_config, outbox_config],
                "memory": settings.memory,
                "student": str(settings.student),
                "given": str(settings.given) if settings.given else "",
            }
            assert self._process.stdin is not None
            with contextlib.suppress(OSError):
                self._process.stdin.write(json.dumps(config).encode() + b"\n" + share)
                self._process.stdin.close()
        finally:
            theirs.close()
            inbox_close()
            outbox_close()
        self._waiting.add(0)

    def loaded(self, limit: float) -> Reply:
        """Wait until the student's file has been imported; the reply is what its import raised, if anything."""
        return self.finish(0, limit)

    def call(
        self,
        operation: str,
        target: Reference,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        *,
        limit: float,
        inout: bool = False,
        timed: bool = False,
    ) -> Reply:
        number, body = self._question(operation, target, args, kwargs, inout, timed)
        begin = time.perf_counter()
        self._send(child.CALL, number, body, limit)
        return self._await(number, begin, limit)

    def start(self, target: Reference, args: tuple[Any, ...], kwargs: dict[str, Any], *, limit: float) -> int:
        """Begin a call in a thread of the worker's; its number is for `done` and `finish`."""
        number, body = self._question("call", target, args, kwargs, False, False)
        self._send(child.START, number, body, limit)
        return number

    def done(self, number: int, within: float) -> bool:
        """Whether that call has been answered, waiting up to `within` seconds for it."""
        deadline = time.monotonic() + within
        while number not in self._answers:
            if not self._readable(deadline - time.monotonic()):
                return False
            self._read_one(time.perf_counter(), TICK * 10)
        return True

    def finish(self, number: int, limit: float) -> Reply:
        return self._await(number, time.perf_counter(), limit)

    def drop(self, handle: int) -> None:
        """Forget an object kept for the judge; told to the worker with the next call."""
        self._drop.append(handle)

    @property
    def printed(self) -> str:
        """The end of what the student's code printed, as untrusted text."""
        return self._output.decode("utf-8", "replace")

    @property
    def pid(self) -> int:
        return self._process.pid

    def freeze(self) -> None:
        """Stop every process of this worker, so that it costs nothing while somebody else is timed."""
        self._signal("stop")

    def thaw(self) -> None:
        self._signal("cont")

    def close(self) -> None:
        """End the worker and everything it started."""
        if self._process.poll() is None:
            children = []
            with contextlib.suppress(psutil.Error):
                children = psutil.Process(self._process.pid).children(recursive=True)
            _let_trackers_finish(self._process, children)
            self._signal("kill")
            for process in children:
                with contextlib.suppress(psutil.Error):
                    process.kill()
        elif os.name == "posix":
            # It ended by itself; whatever it left behind is still in its group.
            self._signal("kill")
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(10)
        self._wire.close()
        self._drain.join(2)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _signal(self, what: str) -> None:
        if os.name == "posix":
            number = {"stop": signal.SIGSTOP, "cont": signal.SIGCONT, "kill": signal.SIGKILL}[what]
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, number)
            return
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(self._process.pid)
            for each in [process, *process.children(recursive=True)]:
                {"stop": each.suspend, "cont": each.resume, "kill": each.kill}[what]()

    def _question(
        self, operation: str, target: Reference, args: tuple[Any, ...], kwargs: dict[str, Any], inout: bool, timed: bool
    ) -> tuple[int, bytes | bytearray]:
        self._last_call += 1
        drop, self._drop = self._drop, []
        body = self._encoder.encode((operation, target, args, kwargs, inout, timed, drop))
        self._waiting.add(self._last_call)
        return self._last_call, body

    def _send(self, kind: int, number: int, body: bytes | bytearray, limit: float) -> None:
        self._wire.settimeout(limit)
        try:
            codec.send_frame(self._wire, kind, number, body)
        except TimeoutError:
            raise TimedOut(limit) from None
        except OSError:
            raise self._ended() from None
        finally:
            self._wire.settimeout(TICK)

    def _await(self, number: int, begin: float, limit: float) -> Reply:
        while number not in self._answers:
            self._read_one(begin, limit)
        return self._answers.pop(number)

    def _read_one(self, begin: float, limit: float) -> None:
        def patience() -> None:
            if self._printed > OUTPUT_LIMIT:
                raise Flooded
            if time.perf_counter() - begin > limit:
                raise TimedOut(limit)
            if self._process.poll() is not None and not self._readable(0):
                raise self._ended()

        try:
            kind, number, body = codec.receive_frame(self._wire, patience)
            seconds = time.perf_counter() - begin
            if number not in self._waiting or kind not in (child.VALUE, child.RAISED):
                raise WireError("an answer to a question that was not asked")
            self._waiting.discard(number)
            pair = self._decoder.decode(body)
            if type(pair) is not tuple or len(pair) != 2 or type(pair[0]) is not list:
                raise WireError("an answer of another shape")
            for offset in pair[0]:
                self._inbox.release(offset)
            if kind == child.RAISED:
                _check_description(pair[1])
        except (EOFError, ConnectionError):
            raise self._ended() from None
        except WireError as error:
            raise Tampered(str(error)) from None
        self._answers[number] = Reply(kind, pair[1], seconds)

    def _readable(self, within: float) -> bool:
        self._wire.settimeout(max(within, 1e-6))
        try:
            self._wire.recv(1, socket.MSG_PEEK)
        except (TimeoutError, BlockingIOError):
            return False
        except OSError:
            return True
        finally:
            self._wire.settimeout(TICK)
        return True

    def _ended(self) -> WorkerFailure:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(2)
        if self._printed > OUTPUT_LIMIT:
            return Flooded()
        code = self._process.poll()
        if code is None:
            return Tampered("the channel was closed")
        # A shell, and bubblewrap, say 128 + n for signal n.
        return Ended(128 - code if code > 128 else code)

    def _resolve(self, reference: Reference) -> Any:
        if reference.space != "handle" or not isinstance(reference.name, int):
            raise WireError("a reference to something that is not the worker's")
        return self._wrap(reference)

    def _copy_out(self, offset: int, dtype: np.dtype[Any], shape: tuple[int, ...]) -> np.ndarray[Any, Any]:
        return self._outbox.view(offset, dtype, shape).copy()

    def _keep_output(self) -> None:
        assert self._process.stdout is not None
        with contextlib.suppress(OSError, ValueError):
            while piece := os.read(self._process.stdout.fileno(), 1 << 16):
                self._printed += len(piece)
                self._output += piece
                del self._output[:-OUTPUT_KEPT]
                if self._printed > OUTPUT_LIMIT:
                    self._signal("kill")
                    return


def _let_trackers_finish(process: "subprocess.Popen[bytes]", children: list[psutil.Process]) -> None:
    """Python's tracker of shared memory unlinks what a killed process leaves in /dev/shm, if it outlives that process."""
    trackers = [each for each in children if "multiprocessing.resource_tracker" in _command(each)]
    if trackers:
        process.kill()
        for each in children:
            if each not in trackers:
                with contextlib.suppress(psutil.Error):
                    each.kill()
    deadline = time.monotonic() + 2
    while any(_command(each) for each in trackers) and time.monotonic() < deadline:
        time.sleep(0.005)


def _command(process: psutil.Process) -> str:
    """Its command line; empty once it has ended, also where nobody has collected its exit code yet."""
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def _refer(value: Any) -> Reference:
    if isinstance(value, Reference):
        return value
    reference = getattr(value, "__worker_reference__", None)
    if isinstance(reference, Reference):
        return reference
    raise codec.Unsendable(
        f"{type(value).__name__} cannot be sent to the worker: send data, or put the function into given_….py"
    )


def _check_description(value: Any) -> None:
    """An exception's description has exactly the fields and types the judge reads."""
    wanted = {"type": str, "bases": list, "message": str, "lines": list, "missing": list, "module": str}
    if type(value) is not dict or {key: type(item) for key, item in value.items()} != wanted:
        raise WireError("an exception that is not described")
    if not all(type(item) is int for item in value["lines"]):
        raise WireError("line numbers that are none")
    if not all(type(item) is str for item in value["bases"] + value["missing"]):
        raise WireError("names that are none")


def _new_arena() -> tuple[Arena, dict[str, Any], Callable[[], None]]:
    """Shared memory, how the child finds it, and what closes the descriptor once the child has it."""
    if sys.platform == "win32":
        tag = f"numbers-{uuid.uuid4().hex}"
        return Arena(mmap.mmap(-1, ARENA, tagname=tag)), {"tag": tag, "size": ARENA}, lambda: None
    if hasattr(os, "memfd_create"):
        fd = os.memfd_create("arena")
    else:
        with tempfile.NamedTemporaryFile(delete=True) as file:
            fd = os.dup(file.fileno())
    os.ftruncate(fd, ARENA)
    return Arena(mmap.mmap(fd, ARENA)), {"fd": fd, "size": ARENA}, lambda: os.close(fd)


def _spawn(settings: Settings, folder: str, fds: list[int]) -> "subprocess.Popen[bytes]":
    script = Path(child.__file__)
    command = [sys.executable, "-I", "-B", "-X", "utf8", str(script)]
    home = folder
    if settings.sandbox:
        home = "/tmp"
        command = [*_sandbox(settings, script), *command]
    options: dict[str, Any] = {"start_new_session": True, "pass_fds": fds} if os.name == "posix" else {}
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=folder,
        env=_environment(home),
        bufsize=0,
        **options,
    )


def _environment(home: str) -> dict[str, str]:
    """Only what Python needs: no secret of the judge's, and the same thread counts for everybody.

    OpenMP threads that spin while they wait cost a factor of 250 on a busy machine, hence PASSIVE.
    """
    keep = ("PATH", "SYSTEMROOT", "SYSTEMDRIVE", "COMSPEC", "LD_LIBRARY_PATH", "NUMBA_ENABLE_CUDASIM")
    return {key: os.environ[key] for key in keep if key in os.environ} | {
        "HOME": home,
        "TMPDIR": home,
        "TEMP": home,
        "TMP": home,
        "NUMBA_CACHE_DIR": home,
        "NUMBA_NUM_THREADS": str(cores()),
        "OMP_WAIT_POLICY": "PASSIVE",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "LC_ALL": "C.UTF-8",
    }


def _sandbox(settings: Settings, script: Path) -> list[str]:
    """Namespaces of its own, nothing to see but the interpreter, the hand-in and the worker's two files."""
    command = ["bwrap", "--unshare-all", "--die-with-parent", "--cap-drop", "ALL", "--dev", "/dev", "--proc", "/proc"]
    command += ["--size", str(256 << 20), "--tmpfs", "/tmp", "--chdir", "/tmp"]
    interpreter = {sys.prefix, sys.base_prefix, sys.exec_prefix, str(Path(sys.executable).resolve().parent.parent)}
    for path in ["/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/alternatives", *sorted(interpreter)]:
        command += ["--ro-bind-try", path, path]
    given = sorted(settings.given.parent.glob("given_*.py")) if settings.given else []
    files = [script, Path(codec.__file__), settings.student.parent, *given]
    for file in files:
        command += ["--ro-bind", str(file), str(file)]
    return command
