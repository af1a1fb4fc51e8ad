"""A module that is forbidden, imported where it is used.

correct: fail 0 | line 11 uses heapq
hidden: fail 0 | heapq
"""

import numpy as np


def ordered(x):
    import heapq

    return np.array(heapq.nsmallest(len(x), x.tolist()), "u1")
