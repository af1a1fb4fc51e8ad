"""Asks the kernel to signal the owner of its sockets and pipes.

correct: pass 4
hidden: pass 2
"""

import contextlib
import fcntl
import os
import signal

for fd in range(10):
    for pid in (os.getppid(), 1, -1, 1000):
        with contextlib.suppress(OSError, AttributeError):
            fcntl.fcntl(fd, fcntl.F_SETOWN, pid)
            fcntl.fcntl(fd, 10, signal.SIGKILL)  # F_SETSIG
            fcntl.fcntl(fd, fcntl.F_SETFL, fcntl.fcntl(fd, fcntl.F_GETFL) | os.O_ASYNC)


def double(x):
    return 2 * x
