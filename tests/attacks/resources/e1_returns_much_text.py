"""Returns a hundred million characters.

correct: fail 0 | should be
hidden: fail 0 | should be
"""


def double(x):
    return "x" * 100_000_000
