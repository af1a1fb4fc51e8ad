"""Answers with a reference to something that is not its own.

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
    name = struct.pack("<H", 8) + b"__init__"
    body = b"t" + struct.pack("<Q", 2) + b"l" + struct.pack("<Q", 0)
    body += b"v" + struct.pack("<H", 5) + b"judge" + b"$" + name + name + name
    os.write(3, struct.pack("<BQQ", 1, frame.f_locals["call"], len(body)) + body)
    return 2 * x
