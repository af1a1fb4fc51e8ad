"""How long one call is waited for."""

import time
from typing import Protocol

from graders.worker.effort import Allowance, Effort
from graders.worker.failures import TimedOut

TICK = 0.1
"""Seconds after which a worker is looked at again."""


class Watched(Protocol):
    allowance: Allowance
    compiling: bool
    """Whether it says so: then time does not count against the call."""

    @property
    def pid(self) -> int: ...

    def look(self) -> None:
        """Raise what is the matter with it."""


class Patience:
    """Called now and then while a worker is waited for, it raises when that has to end."""

    def __init__(self, worker: Watched, limit: float) -> None:
        self._worker, self.limit, self._next = worker, limit, 0.0
        self.effort = Effort(worker.pid, worker.allowance)

    def __call__(self) -> None:
        now = time.perf_counter()
        if now < self._next:
            return
        self._next = now + TICK
        self.effort.look(self._worker.compiling)
        if self.effort.charged > self.limit:
            raise TimedOut(self.limit)
        self.effort.check_that_it_runs(self.limit)
        self._worker.look()

    def now_compiling(self, does: bool) -> None:
        """Said by the worker; also who says it without end is looked at."""
        self.effort.look(self._worker.compiling)
        self._worker.compiling = does
        self()
