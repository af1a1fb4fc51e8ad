"""When numba compiles, which does not count against a check.

Loaded by `child.py`, by its path: where a worker runs, there is no package.
"""

import importlib.abc
import importlib.util
import os
import sys
import threading
from collections.abc import Callable
from typing import Any

_EVENTS = "numba.core.event"


class Compiling(importlib.abc.MetaPathFinder):
    """Watches numba's lock, which is held for as long as anything is compiled, in this process and not in its children.

    Also where numba is imported later: then this is asked for its module of events, and waits until that is there.
    """

    def __init__(self, tell: Callable[[bool], None]) -> None:
        self._tell, self._process = tell, os.getpid()
        self._depth, self._lock = 0, threading.Lock()
        if _EVENTS in sys.modules:
            self._listen()
        else:
            sys.meta_path.insert(0, self)

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if name != _EVENTS or self not in sys.meta_path:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.loader is not None:
            execute = spec.loader.exec_module

            def executed(module: Any) -> None:
                execute(module)
                self._listen()

            spec.loader.exec_module = executed  # type: ignore[method-assign]
        return spec

    def _listen(self) -> None:
        events: Any = sys.modules[_EVENTS]
        told = {"on_start": lambda _, event: self._count(1), "on_end": lambda _, event: self._count(-1)}
        events.register("numba:compiler_lock", type("Compiles", (events.Listener,), told)())

    def _count(self, step: int) -> None:
        if os.getpid() != self._process:
            return
        with self._lock:
            before = self._depth
            self._depth += step
            if not (before and self._depth):
                self._tell(self._depth > 0)
