"""Reads and traces other processes' memory; boasts when it could.

correct: pass 4
hidden: pass 2
"""

import contextlib
import ctypes
import os

LOOT = []
libc = ctypes.CDLL(None)
for pid in (os.getppid(), 1):
    if libc.ptrace(16, pid, 0, 0) == 0:  # PTRACE_ATTACH
        LOOT.append(f"ptrace {pid}")
    for name in ("mem", "environ", "maps", "fd", "root", "cwd"):
        with contextlib.suppress(OSError):
            path = f"/proc/{pid}/{name}"
            LOOT.append((path, os.listdir(path) if os.path.isdir(path) else open(path, "rb").read(10)))


def double(x):
    if LOOT:
        raise RuntimeError(f"read {LOOT}")
    return 2 * x
