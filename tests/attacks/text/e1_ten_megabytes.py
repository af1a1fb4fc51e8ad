"""Raises ten megabytes.

correct: fail 0 | raised ValueError: xxxx
hidden: fail 0 | raised ValueError
"""


def double(x):
    raise ValueError("x" * 10_000_000)
