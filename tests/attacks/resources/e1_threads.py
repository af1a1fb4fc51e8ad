"""Starts threads until it may not any more, and then does its work.

correct: pass 4
hidden: pass 2
"""

import threading

stop = threading.Event()
started = 0
try:
    for _ in range(100_000):
        threading.Thread(target=stop.wait, daemon=True).start()
        started += 1
except RuntimeError:
    pass
stop.set()


def double(x):
    if started > 1000:
        raise RuntimeError(f"started {started} threads")
    return 2 * x
