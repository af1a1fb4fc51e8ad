"""Stops its own process, for ever.

correct: fail 0 | did not finish in 1 s
hidden: fail 0 | did not finish
"""

import os
import signal


def double(x):
    os.kill(os.getpid(), signal.SIGSTOP)
    return 2 * x
