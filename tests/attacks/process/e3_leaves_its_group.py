"""Tries to get out of the reach of the signal that stops its process group.

correct: pass 2
speed: fail 0 | right, but
"""

import contextlib
import os

import numpy as np

LOOT = []
for leave in (os.setsid, os.setpgrp, lambda: os.setpgid(0, 0)):
    if os.fork() == 0:
        try:
            leave()
            os._exit(0)
        except OSError:
            os._exit(1)
    if os.wait()[1] == 0:
        LOOT.append(leave)


def square(x):
    if LOOT:
        raise RuntimeError("left the group")
    return x * x


def roots(x):
    return np.sqrt(x * x + 1)
