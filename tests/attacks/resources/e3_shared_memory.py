"""The same with shared memory, in a process that may share some.

correct: fail 0 | used more than 2 GiB
speed: fail 0
"""

import mmap
import time


def square(x):
    hoard = []
    for _ in range(30):
        hoard.append(mmap.mmap(-1, 200 << 20))
        hoard[-1][:] = b"\1" * (200 << 20)
    time.sleep(1000)


def roots(x):
    return x
