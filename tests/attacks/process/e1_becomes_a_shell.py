"""Replaces itself by another program.

correct: pass 4
hidden: pass 2
"""

import contextlib
import os


def double(x):
    with contextlib.suppress(PermissionError):
        os.execv("/bin/sh", ["sh", "-c", "sleep 1000"])
    return 2 * x
