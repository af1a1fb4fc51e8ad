"""Starts workers under bubblewrap, as root or as an ordinary user. The judge's side; `forkserver.py` is the inner one.

Bubblewrap builds what is to be seen: the interpreter and the packages, read-only, and nothing else of the machine. The
fork server in it seals every worker off from the others and from the machine (see there). What the layers are for,
and what they do not promise: guide/instructors/security.md.
"""

import contextlib
import fcntl
import importlib.util
import itertools
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Sequence
from pathlib import Path

from graders import course
from graders.worker import cgroup, child, codec, forkserver, priority
from graders.worker.launch import Settings, SharedMemory, environment
from graders.worker.sandboxed import SandboxedProcess, SandboxError

TMP = 256 << 20
SHM = 512 << 20
PATIENCE = 120.0
"""Seconds for the sandbox to be set up, imports included."""
_LIMITS = {
    "AS": 24 << 30,
    "CORE": 0,
    "CPU": 1800,
    "FSIZE": 512 << 20,
    "MEMLOCK": 0,
    "MSGQUEUE": 0,
    "NOFILE": 256,
    "NPROC": 192,
    "RTPRIO": priority.WORKER,
    "RTTIME": priority.LONGEST * 1_000_000,
    "SIGPENDING": 1024,
}
_FILES = ("child.py", "forkserver.py", *(f"{name}.py" for name in child.BESIDE))
"""What of this folder there is in the sandbox."""
_SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/alternatives")
"""What of the machine there is in the sandbox, besides the interpreter."""
_numbers = itertools.count(secrets.randbelow(256))


def trouble() -> str:
    """Why there can be no sandbox here, in one sentence; empty when there can. It is tried, not guessed."""
    try:
        trial = Sandbox()
        try:
            trial.try_out()
        finally:
            trial.close()
    except SandboxError as error:
        return str(error)
    return ""


def exposed(*others: Path) -> str:
    """What is secret and lies in a folder that every sandbox shows, in one sentence with the remedy; empty if nothing does.

    Secret are the hidden tests with their key, the solutions, the course's history, and `others`: submissions and results.
    """
    secret = [course.HIDDEN, course.SOLUTIONS, *([course.ROOT / ".git"] if course.SOLUTIONS.exists() else []), *others]
    # A copy of the graders that was installed, and not only linked to, may have brought its hidden tests along.
    secret += [Path(sysconfig.get_path(name)) / "graders" / "hidden" for name in ("purelib", "platlib")]
    for bound in map(Path, (*_SYSTEM, *sorted(_interpreter()))):
        for each in secret:
            # Where they really are: a link on either side hides nothing.
            if (each.exists() or each in others) and bound.exists() and each.resolve().is_relative_to(bound.resolve()):
                return f"{each} lies in {bound}, which student code can read; {_remedy(bound)}"
    return ""


def _remedy(bound: Path) -> str:
    if str(bound) in _SYSTEM or bound.resolve() == Path("/usr"):
        return "move it to another place, a home folder for example"
    return "make an environment in a folder of its own, for example with python -m venv .venv, and use that"


class Sandbox:
    """Starts workers. One per judge and student: the fork servers it keeps are never used for somebody else."""

    sandboxed = True

    def __init__(self) -> None:
        if sys.platform != "linux":
            raise SandboxError("the sandbox needs Linux")
        if found := exposed():
            raise SandboxError(found)
        if shutil.which("bwrap") is None:
            raise SandboxError(
                "bubblewrap is not installed (Debian, Ubuntu: apt install bubblewrap; Fedora: dnf install bubblewrap)"
            )
        try:
            from graders.worker import seccomp
        except (ImportError, RuntimeError) as error:
            raise SandboxError(f"{error}: pip install -e '.[grade]', and libseccomp from the system's packages") from None
        self._seccomp = seccomp
        self._servers: dict[tuple[str, ...], _ForkServer] = {}

    def start(self, settings: Settings, wire: socket.socket, arenas: Sequence[SharedMemory]) -> SandboxedProcess:
        yardstick = settings.student == settings.given
        own = [] if yardstick else _plain_files(settings.student.parent, "*.py")
        given = _plain_files(settings.given.parent, "given_*.py") if settings.given else []
        course = {path.name: path.read_bytes().decode("latin-1") for path in given}
        # What the course's own file imports has to be there, and is only hidden from the student's.
        gone = [name for name in settings.forbidden if not any(name.split(".")[0] in text for text in course.values())]
        preload = tuple(sorted(set(settings.preload) - set(gone)))
        request = {
            "files": {path.name: path.read_bytes().decode("latin-1") for path in own},
            "given_files": course,
            "student": f"{forkserver.COURSE if yardstick else forkserver.SUBMISSION}/{settings.student.name}",
            "given": f"{forkserver.COURSE}/{settings.given.name}" if settings.given else "",
            "forbidden": settings.forbidden,
            "gpu": settings.gpu,
            "simulator": settings.simulator,
            "types_only": settings.types_only,
            "one_process": not settings.processes,
            "covered": [place for name in gone for place in _places_of(name)],
            "limits": _LIMITS | {"DATA": settings.memory},
            "user": _throw_away_user(),
            "filter": self._seccomp.for_the_worker(processes=settings.processes).decode("latin-1"),
            "kept": [path for path in sorted(_interpreter()) if path.startswith(("/tmp/", "/dev/shm/"))],
            "tmp": TMP,
            "shm": SHM,
            "arena": arenas[0].size,
        }
        try:
            return self._server(preload).start(request, wire, arenas)
        except SandboxError:
            # No student code runs yet, or is in reach of the fork server: something outside ended bubblewrap or one of the two.
            if preload in self._servers and self._servers[preload].is_gone():
                self._servers.pop(preload).close()
            return self._server(preload).start(request, wire, arenas)

    def _server(self, preload: tuple[str, ...]) -> "_ForkServer":
        if preload not in self._servers:
            self._servers[preload] = _ForkServer(preload, self._seccomp.for_the_sandbox())
        return self._servers[preload]

    def try_out(self) -> None:
        """Start a worker and let it answer. Raises SandboxError."""
        ours, theirs = socket.socketpair()
        arenas = [SharedMemory(1 << 16), SharedMemory(1 << 16)]
        with tempfile.TemporaryDirectory() as folder, ours, theirs:
            (Path(folder) / "e0_trial.py").write_text("", encoding="utf-8")
            process = self.start(Settings(Path(folder) / "e0_trial.py", preload=()), theirs, arenas)
            theirs.close()
            try:
                ours.settimeout(PATIENCE)
                codec.receive_frame(ours)
            except (OSError, EOFError, codec.WireError) as error:
                said = os.read(process.output, 500).decode("utf-8", "replace").strip()
                raise SandboxError(f"a worker in the sandbox does not answer ({said or repr(error)})") from None
            finally:
                process.close()
                for arena in arenas:
                    arena.close_fd()

    def close(self) -> None:
        while self._servers:
            self._servers.popitem()[1].close()


class _ForkServer:
    """One bubblewrap with `forkserver.py` in it."""

    def __init__(self, preload: tuple[str, ...], filter_: bytes) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.settimeout(PATIENCE)
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115
        self._cgroup = cgroup.enter()
        with theirs, _as_file(filter_) as rules:
            inner = [sys.executable, "-I", "-B", "-X", "utf8", "/worker/forkserver.py", str(theirs.fileno()), *preload]
            self._process = subprocess.Popen(
                [*self._cgroup.prefix(), *_bubblewrap(rules.fileno()), *inner],
                stdin=subprocess.DEVNULL,
                stdout=self._errors,
                stderr=self._errors,
                pass_fds=[theirs.fileno(), rules.fileno()],
                env=environment("/tmp") | {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin"},
                start_new_session=True,
            )
        try:
            ready = self._control.recv(16)
        except OSError:
            ready = b""
        if ready != b"ready":
            reason = self._said()
            self.close()
            raise SandboxError(f"bubblewrap cannot build a sandbox here ({reason})")
        priority.lift(self._process.pid)

    def start(self, request: dict[str, object], wire: socket.socket, arenas: Sequence[SharedMemory]) -> SandboxedProcess:
        report, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        output, inside = os.pipe()
        try:
            with theirs, _as_file(json.dumps(request).encode()) as file:
                fds = [file.fileno(), wire.fileno(), *(arena.fd for arena in arenas), inside, theirs.fileno()]
                socket.send_fds(self._control, [b"start"], fds)
            os.close(inside)
            report.settimeout(PATIENCE)
            message, handles, _, _ = socket.recv_fds(report, 600, 2)
        except OSError as error:
            os.close(output)
            raise SandboxError(f"the fork server is gone: {self._said() or error}") from None
        if message != b"started" or len(handles) != 2:
            os.close(output)
            raise SandboxError(message.decode("utf-8", "replace").removeprefix("failed: ") or "the worker did not start")
        return SandboxedProcess(report, output, handles[0], handles[1], self._cgroup)

    def is_gone(self) -> bool:
        """Whether it has ended, and all its workers with it."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(2)
        return self._process.poll() is not None

    def _said(self) -> str:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(2)
        self._errors.seek(0)
        return " ".join(self._errors.read(600).decode("utf-8", "replace").split())

    def close(self) -> None:
        self._control.close()
        self._process.kill()
        self._process.wait()
        self._errors.close()
        self._cgroup.leave()


def _bubblewrap(rules: int) -> list[str]:
    """The command that hides the machine. What an ordinary user has no right to do itself, a user namespace gives it."""
    command = [
        shutil.which("bwrap") or "bwrap",
        "--unshare-pid",
        "--unshare-net",
        "--unshare-ipc",
        "--unshare-uts",
        "--unshare-cgroup-try",
    ]
    command += ["--unshare-user"] if os.getuid() else []
    command += ["--die-with-parent", "--new-session", "--hostname", "sandbox", "--seccomp", str(rules)]
    # For the fork server: torch, for one, writes a file there while it is imported. Every worker gets a /tmp of its own on top.
    command += ["--size", str(1 << 20), "--tmpfs", "/tmp"]
    interpreter = _interpreter()
    # Made beforehand, for bubblewrap would make them with the mode of, say, /root, and shut out the worker's user.
    for parent in sorted({str(parent) for path in interpreter for parent in Path(path).parents}):
        command += ["--perms", "0755", "--dir", parent]
    for path in [*_SYSTEM, *sorted(interpreter)]:
        command += ["--ro-bind-try", path, path]
    for name in _FILES:
        command += ["--ro-bind", str(Path(child.__file__).with_name(name)), f"/worker/{name}"]
    for folder in (forkserver.SUBMISSION, forkserver.COURSE):
        command += ["--dir", folder]
    command += ["--dev", "/dev", "--proc", "/proc", "--size", str(1 << 16), "--tmpfs", "/dev/shm"]
    return [*command, "--chdir", "/tmp", "--remount-ro", "/dev", "--remount-ro", "/"]


def _interpreter() -> set[str]:
    """The folders that Python and its packages lie in."""
    found = {sys.prefix, sys.base_prefix, sys.exec_prefix, str(Path(sys.executable).resolve().parent.parent)}
    found |= {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    return {path for path in found if not any(path.startswith(other + "/") for other in found)}


def _plain_files(folder: Path, pattern: str) -> list[Path]:
    return sorted(path for path in folder.glob(pattern) if path.is_file() and not path.is_symlink())


def _places_of(name: str) -> list[str]:
    """Where a forbidden module lies, so that it can be covered; nothing for a function."""
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError, AttributeError):
        return []
    if spec is None:
        return []
    folders = list(spec.submodule_search_locations or [])
    return folders or ([spec.origin] if spec.origin and Path(spec.origin).is_file() else [])


def _throw_away_user() -> int:
    """A user id nobody else on this machine has, so that workers cannot signal each other; 0 where it is not ours to choose."""
    if os.getuid():
        return 0
    wanted = 0x40000000 | os.getpid() << 8 | next(_numbers) % 256
    for line in Path("/proc/self/uid_map").read_text().splitlines():
        first, _, count = map(int, line.split())
        if first <= wanted < first + count:
            return wanted
    # A container that knows few users; these are beyond those that packages use.
    return 20000 + wanted % 40000


@contextlib.contextmanager
def _as_file(content: bytes):  # type: ignore[no-untyped-def]
    """A file without a name, to be read by somebody else from its beginning."""
    with os.fdopen(os.memfd_create("request", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING), "w+b") as file:
        file.write(content)
        file.flush()
        file.seek(0)
        fcntl.fcntl(file, fcntl.F_ADD_SEALS, fcntl.F_SEAL_WRITE | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW)
        yield file
