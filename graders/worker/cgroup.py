"""A control group for one judge's sandboxes, where this process may make one: the kernel's own bounds on memory and processes.

Never the only limit: few machines delegate control groups to those who are not root, and some have none of version 2.
"""

import contextlib
import os
import shlex
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

MEMORY = 8 << 30
PROCESSES = 1024
_WANTED = {"memory": {"memory.max": str(MEMORY), "memory.swap.max": "0"}, "pids": {"pids.max": str(PROCESSES)}}


@dataclass(frozen=True)
class ControlGroup:
    """`folder` is None where none could be made."""

    folder: Path | None
    controllers: tuple[str, ...] = ()

    def prefix(self) -> list[str]:
        """What to put before a command so that it is started inside."""
        if self.folder is None:
            return []
        return ["/bin/sh", "-c", f'echo $$ > {shlex.quote(str(self.folder / "cgroup.procs"))} && exec "$@"', "sh"]

    def killed(self) -> int:
        """How many processes in it the kernel has killed for lack of memory."""
        with contextlib.suppress(OSError, ValueError):
            if self.folder is not None:
                events = dict(line.split() for line in (self.folder / "memory.events").read_text().splitlines())
                return int(events.get("oom_kill", 0))
        return 0

    def leave(self) -> None:
        """Remove it; its processes have been killed, and need a moment to be gone."""
        for _ in range(50):
            if self.folder is None or not self.folder.exists():
                return
            with contextlib.suppress(OSError):
                self.folder.rmdir()
                return
            time.sleep(0.02)


def enter() -> ControlGroup:
    """A fresh group below this process's own, with whatever limits the kernel lets us set there; may be an empty one."""
    parent, controllers = _delegated()
    if parent is None:
        return ControlGroup(None)
    folder = parent / f"worker-{uuid.uuid4().hex[:12]}"
    try:
        folder.mkdir()
        for controller in controllers:
            for file, value in _WANTED[controller].items():
                with contextlib.suppress(FileNotFoundError):
                    (folder / file).write_text(value)
    except OSError:
        with contextlib.suppress(OSError):
            folder.rmdir()
        return ControlGroup(None)
    return ControlGroup(folder, controllers)


def described() -> str:
    """For the machine card: which limits of control groups hold here."""
    return " and ".join(_delegated()[1]) or "not delegated"


def _delegated() -> tuple[Path | None, tuple[str, ...]]:
    """The folder in which a new group can be made, and the controllers whose limits can be set in it."""
    for folder in _folders():
        with contextlib.suppress(OSError):
            enabled = (folder / "cgroup.subtree_control").read_text().split()
            found = tuple(name for name in _WANTED if name in enabled)
            if found and os.access(folder, os.W_OK):
                return folder, found
    return None, ()


def _folders() -> list[Path]:
    """This process's own group; for root also the one at the top, where controllers are usually enabled."""
    with contextlib.suppress(OSError, IndexError, StopIteration):
        own = next(line for line in Path("/proc/self/cgroup").read_text().splitlines() if line.startswith("0::"))[3:]
        for line in Path("/proc/self/mountinfo").read_text().splitlines():
            fields, kind = line.split(" - ", 1)[0].split(), line.split(" - ", 1)[1].split()[0]
            if kind == "cgroup2":
                return [Path(fields[4]) / own.lstrip("/"), *([Path(fields[4])] if os.getuid() == 0 else [])]
    return []
