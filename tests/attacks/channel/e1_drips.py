"""Sends its answer byte by byte, for ever.

correct: fail 0 | did not finish in 1 s
hidden: fail 0 | did not finish in 1 s
"""

import os
import struct
import time


def double(x):
    os.write(3, struct.pack("<BQQ", 1, 1, 1 << 20))
    while True:
        os.write(3, b"x")
        time.sleep(0.02)
