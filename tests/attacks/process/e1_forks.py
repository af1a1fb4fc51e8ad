"""Starts a child where no processes are allowed.

correct: fail 0 | PermissionError
hidden: fail 0 | PermissionError
"""

import os


def double(x):
    if os.fork() == 0:
        os._exit(0)
    return 2 * x
