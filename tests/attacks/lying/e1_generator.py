"""An iterator that would give the right numbers.

correct: fail 0 | should be
hidden: fail 0 | should be
"""


def double(x):
    return (2 * value for value in x)
