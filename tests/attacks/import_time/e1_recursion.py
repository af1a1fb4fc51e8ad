"""Imports itself, and dives.

correct: fail 0 | RecursionError
hidden: fail 0 | RecursionError
"""


def dive():
    return dive()


dive()
