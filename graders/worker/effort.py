"""How long a call has taken, told so that a busy machine takes nothing from whoever is waited for. The judge's side.

A limit counts the seconds that a call takes on a machine of its own. While nobody else computes, those are the seconds that
pass. Beside others they are worked out from the kernel's accounts: how long each thread of the worker computed, and how long
it stood in a run queue; of the threads that were ready at a time, as many as there are cores would have run at once. What is
neither is sleep, or a lock that nobody opens. So an endless loop, a deadlock and a hundred burning threads end after the
limit, and a call that only waits its turn does not. Beside others, caches and cores are shared and all that is waited for is
late, so computing counts half there, and sleep a third. Whoever has not got enough of a processor even by `ceiling` is told
that the machine was busy, which is no verdict.

Outside Linux, where nobody notes the waiting, the CPU time of the worker's first process has to do.
"""

import contextlib
import os
import time
from dataclasses import dataclass

import psutil

from graders.worker import tree
from graders.worker.failures import Starved
from graders.worker.launch import cores

BUSY = 0.1
"""The machine is busy when others use more than this part of its processors: two that share a core slow each other down."""
WAITED = 0.2
"""It is as well when a thread waited during more than this part of the time, and no other of the worker's was in its way."""
COMPUTING_COUNTS, SLEEPING_COUNTS = 1 / 2, 1 / 3
"""On a busy machine. Two threads that share a core take up to 1.9 times the CPU time that one takes alone."""
COMPILING = 60.0
"""Seconds that all workers of one exercise may compile, in a run, without any limit counting them.

That they compile is the workers' own word; this is all that it can be worth to a liar.
"""


def ceiling(limit: float) -> float:
    """Seconds by the clock on the wall after which nobody waits any longer, however busy the machine."""
    return 20.0 + 6.0 * limit


@dataclass
class Allowance:
    """Of one student in one exercise; its workers, one after the other, draw on it."""

    compiling: float = COMPILING
    spent: float = 0.0
    """Seconds that calls took, as limits count them, since somebody set this to nothing."""


@dataclass(frozen=True)
class _Look:
    """What is known about a worker at one moment."""

    at: float
    clocks: dict[int, float]
    """CPU seconds of every process."""
    waited: dict[int, float]
    """Seconds in a run queue of every thread, where somebody notes them."""
    ready: bool
    """Whether a thread runs or could."""
    machine: float
    """CPU seconds that all processes of the machine have used."""


class Effort:
    """What one call has taken since this was made; whoever waits for the call looks now and then."""

    def __init__(self, pid: int, allowance: Allowance) -> None:
        self._pid, self._allowance = pid, allowance
        self._begin = self._settled = time.perf_counter()
        self._last: _Look | None = None
        self.charged = 0.0
        """Seconds that count, up to the last look."""

    @property
    def wall(self) -> float:
        return time.perf_counter() - self._begin

    def check_that_it_runs(self, limit: float) -> None:
        """Raises Starved for a call with this limit that nobody waits for any longer."""
        if self.wall > ceiling(limit):
            raise Starved

    def look(self, compiling: bool = False) -> None:
        """Count what happened since the last look; `compiling` says that it was meanwhile."""
        look = self._taken()
        # Up to the first look nothing is known but that time has passed: for a short call that is cheap, and enough.
        passed = look.at - self._begin if self._last is None else _counted(self._last, look, self._cores())
        self._last = look
        if compiling:
            free = min(passed, self._allowance.compiling)
            self._allowance.compiling -= free
            passed -= free
        self._charge(passed, look.at)

    def end(self, tick: float) -> None:
        """The call has been answered: what passed since the last look, at most a tick, counts by the clock on the wall."""
        now = time.perf_counter()
        self._charge(min(now - self._settled, tick), now)

    def _charge(self, seconds: float, now: float) -> None:
        self.charged += seconds
        self._allowance.spent += seconds
        self._settled = now

    def _cores(self) -> int:
        with contextlib.suppress(OSError, AttributeError):
            return len(os.sched_getaffinity(self._pid))
        return cores()

    def _taken(self) -> _Look:
        now = time.perf_counter()
        if not tree.LINUX:
            return _Look(now, _clock_of(self._pid), {}, False, _machine())
        waited = {thread: account.waited for thread, account in (tree.threads(self._pid) or {}).items()}
        return _Look(now, tree.clocks(self._pid), waited, tree.is_ready(self._pid), _machine())


def _counted(before: _Look, after: _Look, cores: int) -> float:
    """Seconds that would have passed between these two looks on a machine of the worker's own."""
    wall = after.at - before.at
    computed, waited = _grown(before.clocks, after.clocks), _grown(before.waited, after.waited)
    ready = (computed + waited) / wall if wall > 0 else 0.0
    others = after.machine - before.machine - computed
    # Where more threads are ready than run, they may be in each other's way; one alone never is.
    if others <= BUSY * (os.cpu_count() or 1) * wall and not (waited > WAITED * wall and ready < 1.5):
        return wall
    computing = computed / max(1.0, min(ready, float(cores)))
    # A wait is noted when it ends: whoever stands in the queue right now is not asleep.
    sleeping = 0.0 if after.ready else max(0.0, wall - computed - waited)
    return computing * COMPUTING_COUNTS + sleeping * SLEEPING_COUNTS


def _grown(before: dict[int, float], after: dict[int, float]) -> float:
    return sum(max(0.0, seconds - before.get(number, 0.0)) for number, seconds in after.items())


def _machine() -> float:
    times = psutil.cpu_times()
    names = ("user", "nice", "system", "irq", "softirq", "steal", "interrupt", "dpc")
    return float(sum(getattr(times, name, 0.0) for name in names))


def _clock_of(pid: int) -> dict[int, float]:
    with contextlib.suppress(psutil.Error):
        used = psutil.Process(pid).cpu_times()
        return {pid: used.user + used.system}
    return {}
