"""What the processes of one worker use, read from /proc by the judge. Linux; elsewhere nothing is known, and None says so."""

import contextlib
import os
import sys
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

LINUX = sys.platform == "linux"


def processes(root: int) -> list[int]:
    """The process and everything it started, directly or not."""
    found = [root]
    for pid in found:  # grows while it is walked
        for task in _tasks(pid):
            with contextlib.suppress(OSError):
                found += map(int, (task / "children").read_text().split())
    return found


def _tasks(pid: int) -> list[Path]:
    """The folder of every thread of a process, named by its number; none where the process has ended."""
    with contextlib.suppress(OSError):
        return list(Path(f"/proc/{pid}/task").iterdir())
    return []


def clocks(root: int) -> dict[int, float]:
    """CPU seconds of every process that lives, to the nanosecond. Linux only."""
    found = {}
    for pid in processes(root):
        with contextlib.suppress(OSError):
            # How Linux numbers the CPU clock of another process; see clock_getcpuclockid(3).
            found[pid] = time.clock_gettime((~pid << 3) | 2)
    return found


def cpu_seconds(root: int) -> float | None:
    """CPU time of all processes that live, together."""
    return sum(clocks(root).values()) if LINUX else None


@dataclass(frozen=True)
class Account:
    """What the kernel has noted about one thread since it began: seconds in which it ran, and in which it could have."""

    computed: float
    waited: float
    """Seconds in a run queue: ready to run, but others had the processors. A wait is added when it ends."""


def threads(root: int) -> dict[int, Account] | None:
    """The account of every thread that lives, by its number; None where the kernel keeps none.

    A thread that has ended is missing. The time of one that is running is as old as the last tick, a few milliseconds.
    """
    if not LINUX:
        return None
    found = {}
    for pid in processes(root):
        for task in _tasks(pid):
            with contextlib.suppress(OSError, ValueError):
                computed, waited, _ = map(int, (task / "schedstat").read_bytes().split())
                found[int(task.name)] = Account(computed / 1e9, waited / 1e9)
    return found or None


def descending_threads(root: int) -> list[int]:
    """Every thread of what that process has started, directly or not; not its own."""
    return [int(task.name) for pid in processes(root)[1:] for task in _tasks(pid)]


def is_stopped(root: int) -> bool:
    """Whether every thread has followed a signal to stop; one that is in the kernel first ends what it is at there."""
    return all(state in "TtZX" for state in _states(root))


def is_ready(root: int) -> bool:
    """Whether a thread runs, or would if it had a processor."""
    return "R" in _states(root)


def _states(root: int) -> Iterator[str]:
    """Of every thread, as ps(1) names them."""
    for pid in processes(root):
        for task in _tasks(pid):
            with contextlib.suppress(OSError):
                yield (task / "stat").read_text().rsplit(")", 1)[1].split()[0]


def stay_on(root: int, cores: Collection[int]) -> None:
    """Let every thread run on these cores only; a thread that ends meanwhile, or is not ours to move, is passed over."""
    if not LINUX:
        return
    for pid in processes(root):
        for task in _tasks(pid):
            with contextlib.suppress(OSError):
                os.sched_setaffinity(int(task.name), cores)


def memory(root: int) -> int | None:
    """Bytes of memory that belong to these processes alone; shared pages are counted once."""
    if not LINUX:
        return None
    pids = processes(root)
    return sum(_field(pid, "status", ("RssAnon:", "RssShmem:")) for pid in pids)


def proportional_memory(root: int) -> int:
    """The same, exactly, at the cost of walking the page tables: what a fork shares with its parent is not counted twice."""
    return sum(_field(pid, "smaps_rollup", ("Pss_Anon:", "Pss_Shmem:")) for pid in processes(root))


def forget_peak(pid: int) -> bool:
    """Let the kernel's high-water mark of a process begin anew; False where it cannot be done."""
    try:
        Path(f"/proc/{pid}/clear_refs").write_text("5")
    except OSError:
        return False
    return True


def resident(pid: int) -> int:
    """Bytes of memory that are in use now."""
    return _field(pid, "status", ("VmRSS:",))


def peak(pid: int) -> int:
    """The most that was in use since `forget_peak`."""
    return _field(pid, "status", ("VmHWM:",))


def shared(pid: int) -> int:
    """Bytes in use that belong to shared memory, such as arguments and answers on their way."""
    return _field(pid, "status", ("RssShmem:",))


def in_files(pid: int) -> int:
    """Bytes in the file systems in memory that a sandboxed process has for itself; 0 for one that is in no sandbox."""
    total = 0
    with contextlib.suppress(OSError):
        if Path(f"/proc/{pid}/ns/mnt").readlink() == Path("/proc/self/ns/mnt").readlink():
            return 0
        for place in ("tmp", "dev/shm", "submission"):
            found = os.statvfs(f"/proc/{pid}/root/{place}")
            total += (found.f_blocks - found.f_bfree) * found.f_frsize
    return total


def _field(pid: int, file: str, names: tuple[str, ...]) -> int:
    total = 0
    with contextlib.suppress(OSError, ValueError):
        for line in Path(f"/proc/{pid}/{file}").read_text().splitlines():
            if line.startswith(names):
                total += int(line.split()[1]) << 10
    return total
