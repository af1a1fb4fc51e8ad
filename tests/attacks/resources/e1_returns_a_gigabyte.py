"""Returns an array of a gigabyte and more.

correct: fail 0
hidden: fail 0
"""

import numpy as np


def double(x):
    return np.zeros(1 << 27 | 1)
