"""Half the bytes, and too few digits.

correct: fail 0
speed: fail 0
"""

import numpy as np


def roots(x):
    x = x.astype("f4")
    return np.sqrt(x * x + 1).astype("f8")
