"""Sends ten million lists.

correct: fail 0
hidden: fail 0
"""


def double(x):
    return [[]] * 10_000_000
