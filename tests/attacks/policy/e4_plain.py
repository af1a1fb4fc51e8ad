"""Uses what is forbidden.

correct: fail 0 | e4_sorting.py line 11 uses numpy.sort; this exercise asks you to do without it
hidden: fail 0 | line 11 uses numpy.sort
"""

import numpy as np


def ordered(x):
    return np.sort(x)
