"""Runs programs in all the ways there are; boasts when one ran.

correct: pass 4
hidden: pass 2
"""

import contextlib
import ctypes
import os
import subprocess

LOOT = []
libc = ctypes.CDLL(None)
with contextlib.suppress(OSError):
    LOOT.append(subprocess.run(["/bin/true"]))
with contextlib.suppress(OSError):
    LOOT.append(os.posix_spawn("/bin/true", ["true"], {}))
if libc.system(b"true") == 0:
    LOOT.append("system")
if libc.syscall(57) >= 0:  # fork on x86-64
    LOOT.append("fork")


def double(x):
    if LOOT:
        raise RuntimeError(f"ran {LOOT}")
    return 2 * x
