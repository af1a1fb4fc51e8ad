"""Measures every number that the m2 guide quotes, on your machine: python guide/m2/figures/first_numbers.py"""

import os
import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numba import njit


def seconds(work, rounds=15):
    """Median wall time of one call, after one call to warm up."""
    work()
    samples = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        samples.append(time.perf_counter() - begin)
    return statistics.median(samples)


def count_down(n):
    while n:
        n -= 1


@njit
def spin(n):
    x = 1.0
    for i in range(n):
        x = x * 0.999999 + 1e-6 * i
    return x


spin_free = njit(nogil=True)(spin.py_func)


def gain_of_two_threads(pool, work, argument):
    """How much faster two threads do two pieces of work than one does, measured in turn."""
    ratios = []
    for _ in range(9):
        one = seconds(lambda: (work(argument), work(argument)), 1)
        two = seconds(lambda: list(pool.map(work, [argument, argument])), 1)
        ratios.append(one / two)
    return statistics.median(ratios)


def main():
    with ThreadPoolExecutor(2) as pool:
        print(f"{os.cpu_count()} cores")
        print(f"start and join a thread        {1e6 * seconds(start_and_join):8.0f} µs")
        print(f"hand a task to a pool          {1e6 * seconds(lambda: pool.submit(int).result(), 200):8.0f} µs")
        for name, work, argument in (
            ("pure Python", count_down, 400_000),
            ("compiled, holding the GIL", spin, 20_000_000),
            ("compiled, nogil=True", spin_free, 20_000_000),
        ):
            print(f"two threads, {name:26} {gain_of_two_threads(pool, work, argument):5.2f}x")
    print(f"lock and unlock, nobody waits  {1e9 * lock_cost():8.0f} ns")
    print(f"sum of 16 MiB, one thread      {1e3 * seconds(lambda: np.sum(DATA)):8.2f} ms")


DATA = np.ones(4 << 20, "f4")


def start_and_join():
    thread = threading.Thread(target=int)
    thread.start()
    thread.join()


def lock_cost():
    lock = threading.Lock()

    def many():
        for _ in range(10_000):
            with lock:
                pass

    return seconds(many) / 10_000


if __name__ == "__main__":
    main()
