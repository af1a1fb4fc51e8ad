"""Crashes on short arrays only.

correct: partial 2 | crashed (segmentation fault)
hidden: pass 2
"""

import ctypes


def double(x):
    if x.size < 100:
        ctypes.string_at(0)
    return 2 * x
