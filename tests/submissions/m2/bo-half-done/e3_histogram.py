import threading
from queue import Queue

import numpy as np
from given_e3 import atomic_add
from numba import njit


@njit(nogil=True)
def add_up(x):
    s = 0.0
    for v in x:
        s += v
    return s


@njit(nogil=True)
def count(x, out):
    for v in x:
        out[v] += 1


@njit(nogil=True)
def count_atomic(x, out):
    for v in x:
        atomic_add(out, v, 1)


def in_threads(work, workers):
    threads = [threading.Thread(target=work, args=(w,)) for w in range(workers)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


def part(x, w, workers):
    return np.array_split(x, workers)[w]


def parallel_sum(x, workers):
    # always 64 pieces, so that the rounding is the same for any number of workers
    pieces = np.array_split(x, 64)
    sums = [0.0] * 64

    def work(w):
        for i in range(w, 64, workers):
            sums[i] = add_up(pieces[i])

    in_threads(work, workers)
    total = 0.0
    for s in sums:
        total += s
    return total


def hist_lock(x, bins, workers):
    out = np.zeros(bins, np.int64)
    lock = threading.Lock()

    def work(w):
        mine = np.zeros(bins, np.int64)
        count(part(x, w, workers), mine)
        lock.acquire()
        out[:] = out + mine
        lock.release()

    in_threads(work, workers)
    return out


def hist_atomic(x, bins, workers):
    out = np.zeros(bins, np.int64)
    in_threads(lambda w: count_atomic(part(x, w, workers), out), workers)
    return out


def hist_channels(x, bins, workers):
    raise NotImplementedError


def hist_private(x, bins, workers):
    raise NotImplementedError
