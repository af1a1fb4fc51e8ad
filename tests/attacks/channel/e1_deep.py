"""Sends lists in lists in lists.

correct: fail 0
hidden: fail 0
"""


def double(x):
    deep = []
    for _ in range(100_000):
        deep = [deep]
    return deep
