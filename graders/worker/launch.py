"""How a worker process is started, stopped and ended: the part that differs between platforms and with a sandbox."""

import contextlib
import json
import mmap
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import psutil

from graders.worker import child

ARENA = 1 << 30 if sys.platform == "linux" else 1 << 28
"""Bytes of shared memory in each direction; pages cost nothing until they are touched."""


@dataclass(frozen=True)
class Settings:
    """What one worker is started with; student's and yardstick's differ in `student` only."""

    student: Path
    given: Path | None = None
    memory: int = 2 << 30
    """Bytes of memory, on platforms that can limit it."""
    processes: bool = True
    """Whether student code may start processes; only a sandbox can forbid it."""
    forbidden: tuple[str, ...] = ()
    """What student code has to do without, by dotted names such as numpy.sort."""
    gpu: bool = False
    """Whether calls are made on the GPU."""
    simulator: bool = False
    """Whether numba.cuda is its simulator."""
    types_only: bool = False
    """Whether no more is asked than what a compiler for GPUs would make of kernels."""
    preload: tuple[str, ...] = ("numpy",)
    """Packages that are worth importing before the first worker is started."""


class Process(Protocol):
    """One worker process with everything it started."""

    pid: int
    output: int
    """File descriptor from which what it prints can be read."""

    @property
    def keeper(self) -> int | None:
        """The process below which everything stays that the worker starts, where there is one: in a sandbox."""

    def poll(self, within: float = 0.0) -> int | None:
        """The exit code, negative for a signal, waiting up to `within` seconds for it; None while it runs."""

    def stop(self) -> None:
        """Let none of it run until `go_on`."""

    def go_on(self) -> None: ...

    def out_of_memory(self) -> bool:
        """Whether the kernel says that it killed something of it for lack of memory; False where it does not say."""

    def close(self) -> None:
        """End all of it."""


class Launcher(Protocol):
    """Starts worker processes."""

    sandboxed: bool

    def start(self, settings: Settings, wire: socket.socket, arenas: Sequence["SharedMemory"]) -> Process: ...

    def close(self) -> None: ...


class SharedMemory:
    """Memory that both sides see, how the worker finds it, and the descriptor to close once it has been passed on."""

    def __init__(self, size: int) -> None:
        self.size, self.fd = size, -1
        if sys.platform == "win32":
            tag = f"numbers-{uuid.uuid4().hex}"
            self.memory = mmap.mmap(-1, size, tagname=tag)
            self.config: dict[str, Any] = {"tag": tag, "size": size}
            return
        if sys.platform == "linux":
            import fcntl

            self.fd = os.memfd_create("arena", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
            os.ftruncate(self.fd, size)
            # A worker that cut it short would crash the judge at its next look.
            fcntl.fcntl(self.fd, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SEAL)
        else:
            with tempfile.TemporaryFile() as file:
                self.fd = os.dup(file.fileno())
            os.ftruncate(self.fd, size)
        self.memory = mmap.mmap(self.fd, size)
        self.config = {"fd": self.fd, "size": size}

    def close_fd(self) -> None:
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1


def cores() -> int:
    """How many cores this process may use."""
    return len(usable())


def usable() -> list[int]:
    """The numbers of the cores this process may use."""
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else list(range(os.cpu_count() or 1))


ONE_THREAD = {"OMP_WAIT_POLICY": "PASSIVE", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""What keeps libraries from starting threads of their own, which would be measured too."""


def environment(home: str) -> dict[str, str]:
    """Only what Python needs: no secret of the judge's, and the same thread counts for everybody.

    OpenMP threads that spin while they wait cost a factor of 250 on a busy machine, hence PASSIVE. The C library gives
    freed arrays of up to 32 MiB back to the system, until the first large one has been freed; then it keeps them, and
    numpy is up to three times as fast. So that nobody wins a race by freeing a large array first, it always keeps them.
    """
    keep = ("PATH", "SYSTEMROOT", "SYSTEMDRIVE", "COMSPEC", "LD_LIBRARY_PATH", "NUMBA_ENABLE_CUDASIM")
    return {key: os.environ[key] for key in keep if key in os.environ} | {
        "HOME": home,
        "TMPDIR": home,
        "TEMP": home,
        "TMP": home,
        "NUMBA_CACHE_DIR": home,
        "NUMBA_NUM_THREADS": str(cores()),
        **ONE_THREAD,
        "MALLOC_MMAP_THRESHOLD_": str(32 << 20),
        "MALLOC_TRIM_THRESHOLD_": str(1 << 30),
        "LC_ALL": "C.UTF-8",
        "USER": "student",
        "LOGNAME": "student",
    }


class Plain:
    """Starts each worker as an ordinary process: enough for one's own code, no protection against anybody else's."""

    sandboxed = False

    def start(self, settings: Settings, wire: socket.socket, arenas: Sequence[SharedMemory]) -> "PlainProcess":
        return PlainProcess(settings, wire, arenas)

    def close(self) -> None: ...


class PlainProcess:
    """One worker as an ordinary process; `under` is a program to run it under, with its options."""

    keeper: int | None = None

    def __init__(
        self, settings: Settings, wire: socket.socket, arenas: Sequence[SharedMemory], under: Sequence[str] = ()
    ) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="worker-", ignore_cleanup_errors=True)
        options: dict[str, Any] = {}
        if os.name == "posix":
            options = {"start_new_session": True, "pass_fds": [wire.fileno(), *(arena.fd for arena in arenas)]}
        self.output, inside = os.pipe()
        self._process = subprocess.Popen(
            [*under, sys.executable, "-I", "-B", "-X", "utf8", str(Path(child.__file__))],
            stdin=subprocess.PIPE,
            stdout=inside,
            stderr=subprocess.STDOUT,
            cwd=settings.student.parent,
            env=environment(self._folder.name),
            bufsize=0,
            **options,
        )
        self.pid = self._process.pid
        os.close(inside)
        assert self._process.stdin is not None
        share = b""
        if sys.platform == "win32":
            share = wire.share(self.pid)
        config = {
            "wire": wire.fileno(),
            "share": len(share),
            "arenas": [arena.config for arena in arenas],
            "memory": settings.memory,
            "student": str(settings.student),
            "given": str(settings.given) if settings.given else "",
            "forbidden": settings.forbidden,
            "gpu": settings.gpu,
            "simulator": settings.simulator,
            "types_only": settings.types_only,
        }
        with contextlib.suppress(OSError):
            self._process.stdin.write(json.dumps(config).encode() + b"\n" + share)
            self._process.stdin.close()

    def poll(self, within: float = 0.0) -> int | None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(within)
        return self._process.poll()

    def stop(self) -> None:
        self._each("suspend") if os.name == "nt" else self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._each("resume") if os.name == "nt" else self._signal(signal.SIGCONT)

    def out_of_memory(self) -> bool:
        return False

    def close(self) -> None:
        if self._process.poll() is None:
            children = []
            with contextlib.suppress(psutil.Error):
                children = psutil.Process(self.pid).children(recursive=True)
            _let_trackers_finish(self, children)
            self._each("kill") if os.name == "nt" else self._signal(signal.SIGKILL)
            for process in children:
                with contextlib.suppress(psutil.Error):
                    process.kill()
        elif os.name == "posix":
            # It ended by itself; whatever it left behind is still in its group.
            self._signal(signal.SIGKILL)
        self.poll(10)
        self._folder.cleanup()

    def _signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, number)

    def _each(self, what: str) -> None:
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(self.pid)
            for each in [process, *process.children(recursive=True)]:
                action: Callable[[], None] = getattr(each, what)
                action()


def _let_trackers_finish(process: PlainProcess, children: list[psutil.Process]) -> None:
    """Python's tracker of shared memory unlinks what a killed process leaves in /dev/shm, if it outlives that process."""
    trackers = [each for each in children if "multiprocessing.resource_tracker" in _command(each)]
    if trackers:
        process._process.kill()
        process.go_on()
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
