"""Eats memory.

correct: fail 0 | ran out of memory (it may use 2 GiB)
hidden: fail 0 | ran out of memory
"""

import numpy as np


def double(x):
    hoard = []
    while True:
        hoard.append(np.zeros(1 << 24))
