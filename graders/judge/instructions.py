"""How many machine instructions a call executes: the same from run to run, on a busy machine, too.

Counted by the processor where it may be asked (perf), and then from outside the sandbox; else by valgrind's callgrind, which
runs a worker of one's own code some fifty times slower, without a sandbox: never for anybody else's.
"""

import functools
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import SkipTest

from graders.judge import messages
from graders.judge.session import Session
from graders.worker.launch import Plain, PlainProcess, Settings, SharedMemory, environment
from graders.worker.process import Worker

if TYPE_CHECKING:
    import socket

EVENT = "instructions:u"
"""What perf counts: instructions of the program's own, none of the kernel's."""


def count(session: Session, call: Callable[[], Any]) -> tuple[int, str]:
    """(instructions of the call, less those of a question that asks for nothing; who counted).

    Raises SkipTest where nobody can count.
    """
    if perf_counts(EVENT):
        call()  # loads the file, compiles what is compiled on the first call
        pid = session.own_process().pid
        empty, full = (counted_by_perf(pid, work, EVENT) for work in (session.idle, call))
        return max(full - empty, 0), "counted by the processor"
    if session.sandboxed or shutil.which("valgrind") is None or shutil.which("vgdb") is None:
        raise SkipTest(messages.NO_INSTRUCTIONS)
    with tempfile.TemporaryDirectory() as folder:
        counter = _Callgrind(Path(folder))
        with session.launched_by(counter):
            call()
            counter.tell(session.own_process(), "instrumentation on")
            empty, full = (counter.during(session.own_process(), work) for work in (session.idle, call))
        return max(full - empty, 0), "counted by callgrind"


@functools.cache
def perf_counts(event: str) -> bool:
    """Whether perf is here and the processor, or the hypervisor before it, lets itself be asked."""
    if shutil.which("perf") is None:
        return False
    done = subprocess.run(["perf", "stat", "-x,", "-e", event, "true"], capture_output=True, text=True)
    return done.returncode == 0 and done.stderr[:1].isdigit()


def counted_by_perf(pid: int, work: Callable[[], Any], event: str) -> int:
    """How often the event happens in that process, its threads and what they start, during `work`."""
    control, acknowledged = os.pipe(), os.pipe()
    command = [
        "perf",
        "stat",
        "-x,",
        "-e",
        event,
        "-D",
        "-1",
        "--control",
        f"fd:{control[0]},{acknowledged[1]}",
        "-p",
        str(pid),
    ]
    perf = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, pass_fds=[control[0], acknowledged[1]])
    os.close(control[0])
    os.close(acknowledged[1])
    try:
        for order in ("enable", "disable"):
            os.write(control[1], f"{order}\n".encode())
            if not os.read(acknowledged[0], 16):
                raise RuntimeError(f"perf could not attach to the worker: {perf.communicate()[1].strip()}")
            if order == "enable":
                work()
        perf.send_signal(2)
        report = perf.communicate(timeout=10)[1]
    finally:
        perf.kill()
        perf.wait()
        os.close(control[1])
        os.close(acknowledged[0])
    counts = [int(line.split(",")[0]) for line in report.splitlines() if line[:1].isdigit()]
    if not counts:
        raise RuntimeError(f"perf counted nothing: {report.strip()}")
    return sum(counts)


class _Callgrind(Plain):
    """Starts workers under callgrind, which counts from the first `instrumentation on`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def start(self, settings: Settings, wire: "socket.socket", arenas: Sequence[SharedMemory]) -> PlainProcess:
        return PlainProcess(settings, wire, arenas, under=self._valgrind())

    def _valgrind(self) -> list[str]:
        options = [
            "--instr-atstart=no",
            f"--callgrind-out-file={self._folder / 'counts'}",
            f"--vgdb-prefix={self._folder / 'gdb'}",
        ]
        return ["valgrind", "--tool=callgrind", "--quiet", f"--log-file={self._folder / 'log'}", *options]

    def during(self, worker: Worker, work: Callable[[], Any]) -> int:
        self.tell(worker, "zero")
        work()
        before = set(self._folder.glob("counts*"))
        self.tell(worker, "dump")
        [dump] = set(self._folder.glob("counts*")) - before
        return int(re.findall(r"^totals: (\d+)", dump.read_text(), re.MULTILINE)[0])

    def tell(self, worker: Worker, order: str) -> None:
        worker.thaw()  # a stopped process takes no orders
        command = ["vgdb", f"--vgdb-prefix={self._folder / 'gdb'}", f"--pid={worker.pid}", *order.split()]
        # The channel's name has the worker's user in it, as the worker's environment names that.
        user = {name: value for name, value in environment("").items() if name in ("USER", "LOGNAME")}
        subprocess.run(command, env=os.environ | user, capture_output=True, check=True, timeout=60)
