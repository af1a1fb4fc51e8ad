"""A worker that runs in the sandbox, seen from outside: whether it lives, and its end."""

import contextlib
import os
import select
import signal
import socket
import struct
from pathlib import Path

from graders.worker import cgroup


class SandboxError(Exception):
    """The sandbox cannot be built here, in one sentence that says why."""


class SandboxedProcess:
    """A worker in namespaces of its own; `_keeper` is process 1 there, so that its end is the end of everything inside."""

    def __init__(self, report: socket.socket, output: int, keeper: int, worker: int, group: cgroup.ControlGroup) -> None:
        self._report, self.output, self._keeper, self._worker = report, output, keeper, worker
        self._group, self._killed_before = group, group.killed()
        self.pid, self.keeper = _pid_of(worker), _pid_of(keeper)
        self._exit: int | None = None

    def poll(self, within: float = 0.0) -> int | None:
        if self._exit is None:
            self._report.settimeout(within)
            try:
                said = self._report.recv(8)
                # Without a word: the keeper was killed, by us or for lack of memory.
                self._exit = struct.unpack("<i", said)[0] if len(said) == 4 else -signal.SIGKILL
            except (BlockingIOError, TimeoutError):
                pass
            except OSError:
                self._exit = -signal.SIGKILL
        return self._exit

    def stop(self) -> None:
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            signal.pidfd_send_signal(self._worker, 0)  # its number may be somebody else's once it is gone
            # The worker leads its process group, which the system call filter lets nobody leave.
            os.killpg(self.pid, number)

    def out_of_memory(self) -> bool:
        return self._group.killed() > self._killed_before

    def close(self) -> None:
        if self._keeper < 0:
            return
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._keeper, signal.SIGKILL)
        # Its channel closes first, then everything inside ends, and only then is it said to have ended itself.
        select.select([self._keeper], [], [], 10)
        self.poll(10)
        self._report.close()
        os.close(self._keeper)
        os.close(self._worker)
        self._keeper = -1


def _pid_of(handle: int) -> int:
    """The process id, as this process sees it, of a process that another namespace gave us a handle of."""
    for line in Path(f"/proc/self/fdinfo/{handle}").read_text().splitlines():
        if line.startswith("Pid:"):
            return int(line.split()[1])
    raise SandboxError("this kernel does not tell process ids (Linux 5.3 or newer does)")
