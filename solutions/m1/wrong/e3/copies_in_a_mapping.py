"""caught by m1.e3.correct: its copy lies in memory that is shared, though with nobody"""

import mmap

import numpy as np


def apply_in_place(x, p):
    with mmap.mmap(-1, max(x.nbytes, 1)) as memory:
        copy = np.frombuffer(memory, x.dtype, len(x))
        np.take(x, p, out=copy)
        x[:] = copy
        del copy
