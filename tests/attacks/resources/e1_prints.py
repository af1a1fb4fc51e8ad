"""Prints without end.

correct: fail 0 | printed more than 16 MiB: stopped
hidden: fail 0 | printed more than
"""


def double(x):
    while True:
        print("x" * 10_000)
