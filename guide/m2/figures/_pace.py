"""How fast work is here, so that an experiment can ask for milliseconds of it."""

import math
import time


def steps_per_second(work, steps=200_000):
    """Of work(steps), alone: the best of a few, for others can only slow it down."""
    work(1)
    best = math.inf
    for _ in range(7):
        begin = time.perf_counter()
        work(steps)
        best = min(best, time.perf_counter() - begin)
    return steps / best


def count_down(steps):
    """Pure Python, and nothing else."""
    while steps:
        steps -= 1
