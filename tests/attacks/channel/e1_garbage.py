"""Writes noise to the channel.

correct: fail 0 | tampered
hidden: fail 0 | tampered
"""

import os


def double(x):
    os.write(3, b"\xff" * 100)
    return 2 * x
