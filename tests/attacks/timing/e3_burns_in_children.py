"""The same with processes.

correct: pass 2
speed: fail 0
"""

import os

import numpy as np

for _ in range(4):
    if os.fork() == 0:
        a = np.ones(1 << 20)
        while True:
            np.sqrt(a)


def square(x):
    return x * x


def roots(x):
    return np.sqrt(x * x + 1)
