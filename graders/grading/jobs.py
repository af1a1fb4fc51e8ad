"""One run of pytest over one submission, on whichever machine. Only what every worker has: it travels to a cluster by value."""

import contextlib
import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psutil

_PREFIX = "submission-of-"
IMPORTING = 120.0
"""Seconds in which even a busy machine imports pytest and numpy."""
GONE = 10.0
"""Seconds within which a process that was killed is gone."""


@dataclass(frozen=True)
class Job:
    """One run of pytest over one submission. Paths in `arguments` are relative to the course folder."""

    files: Mapping[str, bytes]
    """The submission."""
    arguments: tuple[str, ...]
    environment: Mapping[str, str]
    limit: float


@dataclass(frozen=True)
class Done:
    """How it ended: the exit code (None: it took longer than the limit), the last line printed, the result file's bytes."""

    code: int | None
    said: str = ""
    result: bytes | None = None


def clear_up() -> None:
    """Remove what nights that were killed could not: the temporary folders of processes that are gone."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*-*"):
        number = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if number.isdigit() and not psutil.pid_exists(int(number)):
            shutil.rmtree(folder, ignore_errors=True)


class Judges:
    """Runs judges in the course folder `root`, each a process of its own.

    Where it `forks` they come from a process that has imported what all need, and is started with the first of them.
    """

    def __init__(self, root: Path, *, forks: bool = sys.platform == "linux") -> None:
        self._root, self._forks = root, forks
        self._starting = threading.Lock()
        self._template: _Template | None = None

    def perform(self, job: Job) -> Done:
        with contextlib.ExitStack() as closing:
            place = Path(closing.enter_context(tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-")))
            folder, result = place / "files", place / "result.json"
            folder.mkdir()
            for file, content in job.files.items():
                (folder / file).write_bytes(content)
            arguments = [*_arguments(self._root), *job.arguments, "--submission", str(folder), "--result", str(result)]
            environment = {**os.environ, **job.environment}
            environment.pop("PYTEST_ADDOPTS", None)
            out, err = (closing.enter_context(open(place / name, "w+b")) for name in ("out", "err"))
            # Held open by this process alone: when that is killed, the judge reads the end of file and ends, too.
            leash, end = os.pipe()
            closing.callback(os.close, leash)
            closing.callback(os.close, end)
            started = Start(arguments, environment, out.fileno(), err.fileno(), leash, job.limit)
            template = self._ready()
            code = template.judge(started) if template is not None else _as_a_process(started, self._root)
            said = (_last_line(err) or _last_line(out) or b"nothing was printed").decode("utf-8", "replace")
            return Done(code, said[:300], result.read_bytes() if code is not None and result.is_file() else None)

    def close(self) -> None:
        if self._template is not None:
            self._template.close()
            self._template = None

    def _ready(self) -> "_Template | None":
        """What judges are forked from; None where none can be."""
        with self._starting:
            if self._template is not None and not self._template.usable():
                self.close()
            if self._template is None and self._forks:
                self._template = _Template(self._root)
                self._forks = self._template.wait()
                if not self._forks:
                    self.close()
            return self._template


@dataclass(frozen=True)
class Start:
    """What a judge is started with: arguments of pytest, its environment, open files, and seconds for all of it."""

    arguments: list[str]
    environment: dict[str, str]
    out: int
    err: int
    leash: int
    limit: float


def _arguments(root: Path) -> list[str]:
    """What every judge is told. Whatever other plug-ins somebody's environment has, they are not for judges."""
    arguments = ["-c", str(root / "pyproject.toml"), f"--rootdir={root}", "-p", "no:cacheprovider"]
    arguments += ["--disable-plugin-autoload", "-p", "_hypothesis_pytestplugin"]
    return [*arguments, "--tb=line"]


def _as_a_process(start: Start, root: Path) -> int | None:
    """The exit code of a judge; None where it took too long."""
    try:
        return subprocess.run(
            [sys.executable, "-m", "pytest", *start.arguments],
            cwd=root,
            env=start.environment | {"COURSE_LEASH": str(start.leash)},
            stdin=subprocess.DEVNULL,
            stdout=start.out,
            stderr=start.err,
            pass_fds=[start.leash] if os.name == "posix" else [],
            timeout=start.limit,
        ).returncode
    except subprocess.TimeoutExpired:
        return None


class _Template:
    """The process that judges are forked from, see `forking.py`. It ends with this one, for it holds the other end."""

    def __init__(self, root: Path) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            # Its own modules know their environment from the start; threads that a library starts would not survive a fork.
            threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
            environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST_", "COURSE_"))}
            self._process = subprocess.Popen(
                [sys.executable, "-m", "graders.grading.forking", str(theirs.fileno()), *_arguments(root)],
                cwd=root,
                env=environment | threads | {"PYTHONDONTWRITEBYTECODE": "1"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )

    def wait(self) -> bool:
        """Whether it is there. Where it cannot be, a judge that is a process of its own says why."""
        self._control.settimeout(IMPORTING)
        try:
            return self._control.recv(16) == b"ready"
        except OSError:
            return False

    def usable(self) -> bool:
        return self._process.poll() is None

    def judge(self, start: Start) -> int | None:
        """The exit code of a judge; None where it took too long."""
        report, theirs = socket.socketpair()
        with report, os.fdopen(os.memfd_create("request"), "w+b") as request:
            wanted = {"arguments": start.arguments, "environment": start.environment}
            request.write(json.dumps(wanted).encode())
            request.flush()
            request.seek(0)
            try:
                with theirs:
                    fds = [request.fileno(), start.out, start.err, start.leash, theirs.fileno()]
                    socket.send_fds(self._control, [b"judge"], fds)
                report.settimeout(start.limit)
                return _exit_code(report.recv(4))
            except TimeoutError:
                # Says that nobody waits any more, and waits until it is gone with all it has started.
                report.shutdown(socket.SHUT_WR)
                report.settimeout(GONE)
                with contextlib.suppress(OSError):
                    report.recv(4)
                return None
            except OSError:
                return -signal.SIGKILL

    def close(self) -> None:
        self._control.close()
        self._process.wait()


def _exit_code(said: bytes) -> int:
    """Nothing is said where the process that should say it was killed; its judges end with their leash."""
    return int(struct.unpack("<i", said)[0]) if len(said) == 4 else -signal.SIGKILL


def _last_line(file: IO[bytes]) -> bytes:
    file.seek(max(0, file.seek(0, os.SEEK_END) - 4096))
    return (file.read().strip().splitlines() or [b""])[-1]
