"""Given for m8.e3: the yardstick."""

import numpy as np


def roots(x):
    return np.sqrt(x * x + 1)
