"""A column where a row was asked for.

correct: fail 0 | shape
hidden: fail 0 | shape
"""


def double(x):
    return (2 * x).reshape(1, -1)
