"""Recursion without an end.

correct: fail 0 | RecursionError
hidden: fail 0 | RecursionError
"""


def double(x):
    return double(x)
