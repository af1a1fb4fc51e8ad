"""Waits for itself.

correct: fail 0 | did not finish in 1 s
hidden: fail 0 | did not finish
"""

import threading

lock = threading.Lock()


def double(x):
    lock.acquire()
    lock.acquire()
    return 2 * x
