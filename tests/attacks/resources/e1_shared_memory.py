"""Eats memory that is shared with nobody, which a limit on private memory does not count.

correct: pass 4
hidden: pass 2
"""

import contextlib
import mmap
import os

GOT = 0
with contextlib.suppress(OSError):
    maps = [mmap.mmap(-1, 1 << 30) for _ in range(20)]
    GOT += len(maps)
with contextlib.suppress(OSError):
    GOT += os.memfd_create("hoard")


def double(x):
    if GOT:
        raise RuntimeError("got shared memory")
    return 2 * x
