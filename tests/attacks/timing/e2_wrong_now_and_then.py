"""Right in most timed calls, wrong in every fifth.

correct: pass 1
speed: fail 0 | the answer is wrong
"""

import numpy as np

calls = [0]


def roots(x):
    calls[0] += 1
    if calls[0] % 5 == 0:
        return np.ones(x.size)
    return np.sqrt(x * x + 1)
