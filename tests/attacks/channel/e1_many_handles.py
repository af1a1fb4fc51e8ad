"""Leaves 300,000 objects in the worker, each of which the judge would have to keep account of.

correct: fail 0 | too large to be checked
hidden: fail 0 | too large to be checked
"""


def double(x):
    return [double] * 300_000
