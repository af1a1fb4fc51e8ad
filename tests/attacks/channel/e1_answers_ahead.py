"""Answers questions that have not been asked, with the numbers they will probably have.

correct: fail 0 | tampered
hidden: fail 0 | tampered
"""

import os
import struct

for number in range(10):
    body = b"t" + struct.pack("<Q", 2) + b"l" + struct.pack("<Q", 0) + b"N"
    os.write(3, struct.pack("<BQQ", 1, number, len(body)) + body)


def double(x):
    return 2 * x
