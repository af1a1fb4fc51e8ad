"""The method of an array.

correct: fail 0 | line 9 uses
hidden: fail 0 | line 9 uses
"""


def ordered(x):
    x.sort()
    return x
