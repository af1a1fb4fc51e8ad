"""Starts workers quickly: imports numpy and whatever else is slow once, then forks a sealed process for every worker.

Run by `sandbox.py` as a script under bubblewrap, which has already hidden the machine from it: there is the
interpreter, the worker's own files and nothing else. It never sees student code. What it forks does, and each of those
gets namespaces, a user id, a /tmp and a system call filter of its own before that code is loaded:

    fork server ── launcher ── keeper ── worker
                   unshares,   process 1 of the new namespace: mounts, starts the worker, reports how it ended;
                   is gone     when it goes, everything in the namespace goes

The fork server is started once per judge, that is, per student; two students never share one.
"""

import contextlib
import ctypes
import gc
import importlib.util
import json
import os
import resource
import socket
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

_NEWNS, _NEWUTS, _NEWIPC, _NEWUSER, _NEWPID, _NEWNET = 0x20000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000
_READ_ONLY, _NOSUID, _NODEV, _NOEXEC, _REMOUNT, _BIND, _REC, _PRIVATE = 1, 2, 4, 8, 32, 4096, 16384, 1 << 18
_PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS = 4, 22, 24, 38
SUBMISSION = "/submission"
COURSE = "/course"
FDS = 6
"""What comes with every request: the request itself, wire, two arenas, standard output, and where to report."""

_libc = ctypes.CDLL(None, use_errno=True)


def main() -> None:
    control = socket.socket(fileno=int(sys.argv[1]))
    spec = importlib.util.spec_from_file_location("child", Path(__file__).with_name("child.py"))
    assert spec is not None and spec.loader is not None
    child = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(child)
    for name in sys.argv[2:]:
        importlib.import_module(name)
    child.wire_format()
    # What is loaded now stays shared between all workers: the collector need not touch it.
    gc.collect()
    gc.freeze()
    control.send(b"ready")
    while True:
        message, fds, _, _ = socket.recv_fds(control, 16, FDS)
        if not message:
            return
        launcher = os.fork()
        if launcher == 0:
            control.close()
            _launch(child.serve, *fds)
        for fd in fds:
            os.close(fd)
        os.waitpid(launcher, 0)


def _launch(
    serve: Callable[..., NoReturn], request: int, wire: int, inbox: int, outbox: int, output: int, report: int
) -> NoReturn:
    """Enter namespaces of its own, become process 1 of them, start the worker and wait for its end."""
    channel = socket.socket(fileno=report)
    try:
        with open(request, encoding="ascii") as file:
            config = json.load(file)
        _enter_namespaces()
        if os.fork():
            os._exit(0)
        _mount(config)
        gate, opener = os.pipe()
        worker = os.fork()
        if worker == 0:
            channel.close()
            os.close(opener)
            _become_the_worker(serve, config, gate, wire, inbox, outbox, output)
        for fd in (gate, wire, inbox, outbox, output):
            os.close(fd)
        _libc.prctl(_PR_SET_DUMPABLE, 0)
        handles = [os.pidfd_open(os.getpid()), os.pidfd_open(worker)]
        socket.send_fds(channel, [b"started"], handles)
        _give_up_capabilities()
        os.close(opener)
        ended = 0
        while ended != worker:
            ended, status = os.wait()
        channel.send(struct.pack("<i", os.waitstatus_to_exitcode(status)))
    except BaseException as error:
        with contextlib.suppress(OSError):
            channel.send(b"failed: " + f"{type(error).__name__}: {error}".encode()[:500])
    finally:
        os._exit(0)


def _enter_namespaces() -> None:
    user, group = os.getuid(), os.getgid()
    _check(_libc.unshare(_NEWNS | _NEWUTS | _NEWIPC | _NEWPID | _NEWNET | (_NEWUSER if user else 0)), "unshare")
    if user:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


def _mount(config: dict[str, Any]) -> None:
    """A /proc, /tmp and /dev/shm of its own; a copy of the student's files; the course's, read-only; what is denied covered."""
    _mount_one("none", "/", None, _REC | _PRIVATE)
    _mount_one("proc", "/proc", "proc", _NOSUID | _NODEV | _NOEXEC)
    kept = {place: os.open(place, os.O_PATH) for place in config["kept"]}
    for place, size in (("/tmp", config["tmp"]), ("/dev/shm", config["shm"])):
        _mount_one("tmpfs", place, "tmpfs", _NOSUID | _NODEV, f"size={size},nr_inodes=4096,mode=1777")
    for place, fd in kept.items():
        Path(place).mkdir(parents=True, exist_ok=True)
        _mount_one(f"/proc/self/fd/{fd}", place, None, _BIND | _REC)
        os.close(fd)
    for place, files in ((SUBMISSION, config["files"]), (COURSE, config["given_files"])):
        _mount_one("tmpfs", place, "tmpfs", _NOSUID | _NODEV, "size=64m,nr_inodes=4096,mode=755")
        for name, content in files.items():
            (Path(place) / name).write_bytes(content.encode("latin-1"))
            (Path(place) / name).chmod(0o444)
        if place == SUBMISSION:
            # The worker's own copy, where it may write beside its file; it is gone with the worker.
            os.chown(place, config["user"] or os.getuid(), -1)
        else:
            _mount_one("tmpfs", place, "tmpfs", _NOSUID | _NODEV | _REMOUNT | _READ_ONLY, "size=64m,mode=755")
    for place in config["covered"]:
        if Path(place).is_dir():
            _mount_one("tmpfs", place, "tmpfs", _NOSUID | _NODEV | _READ_ONLY, "size=4k,mode=755")
        elif Path(place).is_file():
            _mount_one("/dev/null", place, None, _BIND)


def _become_the_worker(
    serve: Callable[..., NoReturn], config: dict[str, Any], gate: int, wire: int, inbox: int, outbox: int, output: int
) -> NoReturn:
    """Give up everything that the worker does not need, then serve the judge's calls."""
    try:
        os.setsid()
        os.read(gate, 1)  # until the keeper is out of reach
        null = os.open("/dev/null", os.O_RDONLY)
        for place, fd in enumerate((null, output, output, wire, inbox, outbox)):
            os.dup2(fd, 100 + place)
        for place in range(FDS):
            os.dup2(100 + place, place)
        os.closerange(FDS, 1024)
        os.chdir(SUBMISSION)
        for name, value in config["limits"].items():
            kind = getattr(resource, f"RLIMIT_{name}")
            most = resource.getrlimit(kind)[1]
            value = value if most == resource.RLIM_INFINITY else min(value, most)
            resource.setrlimit(kind, (value, value))
        _drop_privileges(config["user"])
        _filter_system_calls(config["filter"].encode("latin-1"))
        serve(config, socket.socket(fileno=3), ({"fd": 4, "size": config["arena"]}, {"fd": 5, "size": config["arena"]}))
    except BaseException as error:
        os.write(2, f"the worker could not be started: {type(error).__name__}: {error}\n".encode())
    os._exit(70)


def _drop_privileges(user: int) -> None:
    if user:
        os.setgroups([])
        os.setresgid(user, user, user)
    for capability in range(64):
        if _libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0):
            break
    if user:
        os.setresuid(user, user, user)
    _give_up_capabilities()
    # A change of user id makes a process undumpable, and its own /proc/self unreadable for it.
    _libc.prctl(_PR_SET_DUMPABLE, 1)


def _give_up_capabilities() -> None:
    _check(_libc.capset(struct.pack("<Ii", 0x20080522, 0), bytes(24)), "capset")


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


def _filter_system_calls(program: bytes) -> None:
    buffer = ctypes.create_string_buffer(program, len(program))
    wrapped = _Program(len(program) // 8, ctypes.cast(buffer, ctypes.c_void_p))
    _check(_libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")
    _check(_libc.prctl(_PR_SET_SECCOMP, 2, ctypes.byref(wrapped), 0, 0), "seccomp")


def _mount_one(source: str, place: str, kind: str | None, flags: int, data: str = "") -> None:
    done = _libc.mount(source.encode(), place.encode(), kind.encode() if kind else None, flags, data.encode())
    _check(done, f"mount {place}")


def _check(result: int, what: str) -> None:
    if result != 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{what}: {os.strerror(code)}")


if __name__ == "__main__":
    main()
