"""Changes the worker's own loop so that it sends another answer than the function returned.

correct: fail 0
hidden: fail 0
"""

import sys

frame = sys._getframe()
while frame and "self" not in frame.f_locals or not hasattr(frame.f_locals["self"], "_codec"):
    frame = frame.f_back
frame.f_locals["self"]._codec.Encoder.encode = lambda self, value: b"N"


def double(x):
    return 2 * x
