"""Answers the call under way itself, with the right number, and then returns: the first answer is the one that counts.

correct: fail 0 | is None
hidden: fail 0
"""

import os
import struct
import sys


def call_number():
    frame = sys._getframe()
    while frame and frame.f_code.co_name != "answer":
        frame = frame.f_back
    return frame.f_locals["call"]


def double(x):
    body = b"t" + struct.pack("<Q", 2) + b"l" + struct.pack("<Q", 0) + b"N"
    os.write(3, struct.pack("<BQQ", 1, call_number(), len(body)) + body)
    return 2 * x
