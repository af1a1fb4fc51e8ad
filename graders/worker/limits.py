"""What a worker is held to by itself: it ends with its judge, and a limit counts all of its memory.

Loaded by `child.py`, by its path: where a worker runs, there is no package.
"""

import contextlib
import ctypes
import mmap
import signal
import sys
from typing import Any


def die_with_the_judge() -> None:
    """On Linux: end also when the judge is killed while student code loops. Elsewhere the closed wire must do."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def limit_memory(limit: int) -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        # Private memory, not address space: numba and torch reserve gigabytes of the latter without touching them.
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def map_privately() -> None:
    """Let `mmap.mmap(-1, n)` give private memory: shared, no limit would count it, so the filter of system calls refuses it.

    In a worker that may start no other process nobody can tell the difference.
    """
    original: Any = mmap.mmap
    shared, private, anonymous = mmap.MAP_SHARED, mmap.MAP_PRIVATE, mmap.MAP_ANONYMOUS

    class Mapping(original):  # type: ignore[misc]
        def __new__(cls, fileno: int, length: int, *args: Any, **kwargs: Any) -> Any:
            if fileno == -1:
                kwargs.update(zip(("flags", "prot"), args, strict=False))
                args = ()
                if kwargs.pop("access", 0) == mmap.ACCESS_READ:
                    kwargs["prot"] = mmap.PROT_READ
                kwargs["flags"] = kwargs.get("flags", shared) & ~shared | private | anonymous
            return original.__new__(cls, fileno, length, *args, **kwargs)

    Mapping.__name__ = Mapping.__qualname__ = "mmap"
    Mapping.__module__ = "mmap"
    vars(mmap)["mmap"] = Mapping
