"""Closes the channel in the middle of a call.

correct: fail 0
hidden: fail 0
"""

import os


def double(x):
    os.close(3)
    return 2 * x
