"""Starts judges quickly: imports pytest, numpy, hypothesis and the plug-in once, then forks a process for every submission.

Run by `jobs.py` on Linux, as `python -m graders.grading.forking FD` in the course folder. It judges nothing and never sees
student code; judges do, by way of their workers. Every judge is a process of its own, in a session of its own, which has its
environment, its output and its leash from whoever asked for it, and no other file that is open here:

    who grades ── this process ── judge ── its worker, or its sandbox's fork server
                 control: what to judge, with what to write to; its end ends this process and all judges
                 report, one for each judge: its exit code comes back; its end ends the judge
"""

import atexit
import contextlib
import fcntl
import gc
import importlib
import json
import os
import random
import selectors
import signal
import socket
import struct
import sys
import traceback
from pathlib import Path
from typing import Any, NoReturn

FDS = 5
"""What comes with every request: the request itself, standard output, standard error, the leash and where to report."""
LEASH = 3
"""The number of the leash in a judge."""
_NEEDED = (
    "concurrent.futures",
    "hypothesis.extra.numpy",
    "hypothesis.strategies",
    "numpy.random",
    "graders.judge.check",
    "graders.worker.sandbox",
)
"""What the plug-in itself does not import, and nearly every judge does."""


def main() -> None:
    control = socket.socket(fileno=int(sys.argv[1]))
    _import_what_judges_need(sys.argv[2:])
    if len(list(Path("/proc/self/task").iterdir())) > 1:
        return  # of several threads one would survive, and wait for ever for what the others hold
    gc.collect()
    # What is loaded now stays shared between all judges: the collector need not touch it.
    gc.freeze()
    control.send(b"ready")
    Running(control).serve()


def _import_what_judges_need(arguments: list[str]) -> None:
    """By way of a run of pytest without tests, so that its plug-ins are loaded as it loads them."""
    import pytest

    pytest.main(["--markers", *arguments])
    for name in _NEEDED:
        with contextlib.suppress(ImportError):  # whoever needs it says so
            importlib.import_module(name)


class Running:
    """The judges that run, by their reports."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._reports: dict[int, socket.socket] = {}
        self._selector = selectors.DefaultSelector()
        self._ended, wake = os.pipe()
        os.set_blocking(wake, False)
        os.set_blocking(self._ended, False)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._selector.register(control, selectors.EVENT_READ)
        self._selector.register(self._ended, selectors.EVENT_READ)

    def serve(self) -> None:
        """Until whoever asks for judges is gone."""
        while True:
            for key, _ in self._selector.select():
                if key.fileobj is self._control:
                    message, fds, _, _ = socket.recv_fds(self._control, 16, FDS)
                    if not message:
                        self._end_all()
                        return
                    self._start(*fds)
                elif key.fileobj == self._ended:
                    with contextlib.suppress(BlockingIOError):
                        os.read(self._ended, 4096)
                    self._collect()
                elif key.data in self._reports:
                    # Nobody waits for it any more.
                    self._selector.unregister(key.fileobj)
                    _kill(key.data)

    def _start(self, request: int, out: int, err: int, leash: int, report: int) -> None:
        channel = socket.socket(fileno=report)
        try:
            judge = os.fork()
        except OSError:
            channel.close()
        else:
            if judge == 0:
                _become_a_judge(request, out, err, leash)
            self._reports[judge] = channel
            self._selector.register(channel, selectors.EVENT_READ, judge)
        for fd in (request, out, err, leash):
            os.close(fd)

    def _collect(self) -> None:
        for judge in list(self._reports):
            ended, status = os.waitpid(judge, os.WNOHANG)
            if ended:
                channel = self._reports.pop(judge)
                with contextlib.suppress(KeyError):
                    self._selector.unregister(channel)
                with contextlib.suppress(OSError):
                    channel.send(struct.pack("<i", os.waitstatus_to_exitcode(status)))
                channel.close()

    def _end_all(self) -> None:
        for judge in self._reports:
            _kill(judge)


def _kill(judge: int) -> None:
    """All of its group, and itself also where it has not made one yet."""
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            kill(judge, signal.SIGKILL)


def _become_a_judge(request: int, out: int, err: int, leash: int) -> NoReturn:
    code = 70
    try:
        os.setsid()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        with open(request, encoding="ascii", closefd=False) as file:
            wanted: dict[str, Any] = json.load(file)
        null = os.open(os.devnull, os.O_RDONLY)
        # First out of the way, so that none is overwritten before it has been moved.
        kept = [fcntl.fcntl(fd, fcntl.F_DUPFD, LEASH + 1) for fd in (null, out, err, leash)]
        for place, fd in enumerate(kept):
            os.dup2(fd, place)
        os.closerange(LEASH + 1, os.sysconf("SC_OPEN_MAX"))
        os.environ.clear()
        os.environ.update(wanted["environment"] | {"COURSE_LEASH": str(LEASH)})
        _forget_what_was_drawn()
        code = _pytest(wanted["arguments"])
    except BaseException:
        traceback.print_exc()
    finally:
        # As at the end of any Python; but nothing is taken apart that ends with the process anyway.
        with contextlib.suppress(BaseException):
            atexit._run_exitfuncs()
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _forget_what_was_drawn() -> None:
    """Two judges must not draw the same numbers where no seed is set."""
    import numpy as np

    random.seed()
    np.random.seed()


def _pytest(arguments: list[str]) -> int:
    import pytest

    sys.argv = ["pytest", *arguments]
    return int(pytest.main(arguments))


if __name__ == "__main__":
    main()
