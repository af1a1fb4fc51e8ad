"""Aborts.

correct: fail 0 | crashed (abort)
hidden: fail 0 | crashed (abort)
"""

import os


def double(x):
    os.abort()
