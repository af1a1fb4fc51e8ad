"""Loops, and is deaf to signals and exceptions.

correct: fail 0 | did not finish in 1 s: stopped
hidden: fail 0 | did not finish in 1 s
"""

import signal
import time

for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGALRM, signal.SIGCONT):
    signal.signal(number, signal.SIG_IGN)


def double(x):
    while True:
        try:
            time.sleep(100)
        except BaseException:
            pass
