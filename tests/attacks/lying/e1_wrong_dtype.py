"""Half the precision.

correct: fail 0 | float32
hidden: fail 0 | float32
"""


def double(x):
    return (2 * x).astype("f4")
