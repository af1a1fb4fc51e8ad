"""Forgot to return.

correct: fail 0 | should be
hidden: fail 0 | should be
"""


def double(x):
    2 * x
