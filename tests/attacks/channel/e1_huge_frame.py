"""Announces more bytes than there are in the world.

correct: fail 0 | tampered with (a frame larger than allowed)
hidden: fail 0 | tampered
"""

import os
import struct


def double(x):
    os.write(3, struct.pack("<BQQ", 1, 1, 1 << 60))
    return 2 * x
