"""Sends an array without elements whose other dimension is larger than numpy's largest.

correct: fail 0 | tampered
hidden: fail 0 | tampered
"""

import os
import struct
import sys


def double(x):
    frame = sys._getframe()
    while frame and frame.f_code.co_name != "answer":
        frame = frame.f_back
    body = b"t" + struct.pack("<Q", 2) + b"l" + struct.pack("<Q", 0)
    body += b"a" + bytes([3]) + b"<f8" + bytes([2]) + struct.pack("<QQ", 0, (1 << 64) - 1)
    os.write(3, struct.pack("<BQQ", 1, frame.f_locals["call"], len(body)) + body)
    return 2 * x
