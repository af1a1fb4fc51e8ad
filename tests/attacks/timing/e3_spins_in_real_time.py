"""Spins in all its threads and processes as soon as its priority is raised, so that nobody else should get a word in.

correct: pass 2
speed: fail 0
"""

import os
import threading

import numpy as np


def in_real_time():
    with open("/proc/self/stat") as file:
        return file.read().rsplit(")", 1)[1].split()[38] != "0"


def loop():
    while True:
        pass


def square(x):
    return x * x


calls = 0


def roots(x):
    global calls
    calls += 1
    if in_real_time() or calls > 4:
        for _ in range(4):
            threading.Thread(target=loop, daemon=True).start()
            if os.fork() == 0:
                loop()
        loop()
    return np.sqrt(x * x + 1)
