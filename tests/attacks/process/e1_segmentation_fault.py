"""Crashes in the first call; the next line gets a fresh worker, and crashes again.

correct: fail 0 | e1_target.py crashed (segmentation fault)
hidden: fail 0 | crashed
"""

import ctypes


def double(x):
    ctypes.string_at(0)
    return 2 * x
