"""Eats memory in many processes, each below its own limit.

correct: fail 0 | used more than 2 GiB of memory in all its processes
speed: fail 0
"""

import os
import time


def square(x):
    for _ in range(20):
        if os.fork() == 0:
            hoard = bytearray(os.urandom(1 << 20) * 400)
            time.sleep(1000)
    time.sleep(1000)
    return hoard


def roots(x):
    return x
