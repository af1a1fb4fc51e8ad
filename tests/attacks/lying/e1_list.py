"""A list where an array was asked for.

correct: fail 0 | should be
hidden: fail 0 | should be
"""


def double(x):
    return (2 * x).tolist()
