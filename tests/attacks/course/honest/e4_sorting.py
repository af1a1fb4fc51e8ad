import numpy as np


def ordered(x):
    return np.repeat(np.arange(256, dtype="u1"), np.bincount(x, minlength=256))
