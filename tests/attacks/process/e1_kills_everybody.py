"""Kills every process it may, which is itself.

correct: fail 0 | e1_target.py was killed
hidden: fail 0 | was killed
"""

import contextlib
import os
import signal


def double(x):
    with contextlib.suppress(ProcessLookupError):
        os.kill(-1, signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)
    return 2 * x
