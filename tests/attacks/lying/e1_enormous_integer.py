"""An integer of a million digits.

correct: fail 0
hidden: fail 0
"""


def double(x):
    return 1 << 4_000_000
