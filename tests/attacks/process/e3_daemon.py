"""Leaves a process behind, detached in every way it knows, which outlives the worker if it can.

correct: pass 2
speed: fail 0 | right, but
"""

import contextlib
import os
import signal
import time

import numpy as np

for number in range(1, 65):
    with contextlib.suppress(OSError, ValueError):
        signal.signal(number, signal.SIG_IGN)
if os.fork() == 0:
    with contextlib.suppress(OSError):
        os.setsid()
    with contextlib.suppress(OSError):
        os.setpgid(0, 0)
    if os.fork() == 0:
        while True:
            time.sleep(1)
    os._exit(0)


def square(x):
    return x * x


def roots(x):
    return np.sqrt(x * x + 1)
