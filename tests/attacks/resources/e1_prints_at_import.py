"""Prints without end while it is loaded.

correct: fail 0 | printed more than 16 MiB
hidden: fail 0 | printed more than
"""

while True:
    print("x" * 10_000)
