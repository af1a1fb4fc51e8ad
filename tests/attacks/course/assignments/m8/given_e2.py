"""Given for m8.e2: the yardstick."""

import numpy as np


def roots(x):
    return np.sqrt(x * x + 1)
