"""Real-time priority for what is timed, where the judge may give it: nobody else's work then disturbs a sample.

Two busy programs on two cores make two threads 1.1 times as fast as one, and 1.8 times when these run as real-time threads; a
better nice value helps nothing, for the kernel weighs sessions against each other. Threads of a worker get the lowest real-time
priority, round robin, so that spinning ones cannot starve each other; the thread of the judge that times them is one above.

That it cannot harm: only workers in the sandbox get it, from outside, while they stand still, and lose it as soon as they stand
still again. In there no system call sets or shows it, and what a judge leaves behind when it is killed ends with the sandbox.
Where a loop spins, the judge comes first, the kernel keeps a twentieth of every second for the others, and kills a thread
that has computed for `LONGEST` without a pause.
"""

import contextlib
import functools
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from graders.worker import tree

WORKER, JUDGE = 1, 2
LONGEST = 30
"""Seconds for which a real-time thread may compute without ever waiting before the kernel kills its process."""
PASSES = 50
"""Looks at a worker until nothing of it has the priority; one is enough where it stands still."""
_SHARE, _PERIOD = (Path(f"/proc/sys/kernel/sched_rt_{name}_us") for name in ("runtime", "period"))


@functools.cache
def allowed() -> bool:
    """Whether this process may give real-time priority, and the kernel keeps some time for others. Tried, not guessed."""
    if sys.platform != "linux":
        return False
    try:
        if not 0 < int(_SHARE.read_text()) < int(_PERIOD.read_text()):
            return False
    except (OSError, ValueError):
        return False
    with _judging() as given:
        return given


@contextlib.contextmanager
def judging() -> Iterator[None]:
    """In this block the calling thread, and nothing that it starts, comes before the workers, where that is allowed."""
    if allowed():
        with _judging():
            yield
    else:
        yield


@contextlib.contextmanager
def _judging() -> Iterator[bool]:
    policy, before = os.sched_getscheduler(0), os.sched_getparam(0)
    try:
        os.sched_setscheduler(0, os.SCHED_RR | os.SCHED_RESET_ON_FORK, os.sched_param(JUDGE))
    except OSError:
        yield False
        return
    try:
        yield True
    finally:
        # With the flag, which only the privileged may take away, and which changes nothing for them.
        os.sched_setscheduler(0, policy | os.SCHED_RESET_ON_FORK, before)


def lift(root: int) -> None:
    """Let a sandbox's own processes, which only wait, come before its workers: when the judge is gone, they have to end them.

    What they start does not get it.
    """
    if allowed():
        for pid in tree.processes(root):
            with contextlib.suppress(OSError):
                os.sched_setscheduler(pid, os.SCHED_RR | os.SCHED_RESET_ON_FORK, os.sched_param(JUDGE))


def as_workers() -> None:
    """Let the calling thread compute like a worker's, where that is allowed; for a thread that ends afterwards."""
    if allowed():
        with contextlib.suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_RR | os.SCHED_RESET_ON_FORK, os.sched_param(WORKER))


def give(keeper: int) -> bool:
    """Let everything below this process run in real time, threads to come included; False where the kernel refuses."""
    try:
        for thread in tree.descending_threads(keeper):
            with contextlib.suppress(ProcessLookupError):
                os.sched_setscheduler(thread, os.SCHED_RR, os.sched_param(WORKER))
    except OSError:
        take_back(keeper)
        return False
    return True


def take_back(keeper: int) -> bool:
    """Let nothing below this process run in real time; False where something new always turns up that does."""
    for _ in range(PASSES):
        found = False
        for thread in tree.descending_threads(keeper):
            with contextlib.suppress(ProcessLookupError):
                if os.sched_getscheduler(thread) == os.SCHED_RR:
                    found = True
                    os.sched_setscheduler(thread, os.SCHED_OTHER, os.sched_param(0))
        if not found:
            return True
    return False
