"""Ends the program with success before the answer.

correct: fail 0 | ended the program (exit 0) before giving a result
hidden: fail 0 | (exit 0)
"""

import os


def double(x):
    os._exit(0)
