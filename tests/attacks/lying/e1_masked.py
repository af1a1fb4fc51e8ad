"""A masked array, all masked.

correct: fail 0 | should be
hidden: fail 0 | should be
"""

import numpy as np


def double(x):
    return np.ma.masked_all_like(x)
