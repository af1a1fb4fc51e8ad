"""An integer of ten thousand digits.

correct: fail 0 | should be
hidden: fail 0 | should be
"""


def double(x):
    return 10**10_000
