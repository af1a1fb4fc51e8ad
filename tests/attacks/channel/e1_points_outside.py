"""Sends an array that lies outside the shared memory.

correct: fail 0 | tampered with (an array outside the arena)
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
    body += b"A" + bytes([3]) + b"<f8" + bytes([1]) + struct.pack("<QQ", 1 << 20, (1 << 30) - 4096)
    os.write(3, struct.pack("<BQQ", 1, frame.f_locals["call"], len(body)) + body)
    return 2 * x
