"""m2.e3: many workers, one result."""

import math
import queue
import threading

import numpy as np
from given_e3 import atomic_add
from numba import njit

PIECE = 1 << 13


def _threads(work, n, workers):
    # work(w, begin, end) in one thread per worker
    ts = []
    for w in range(workers):
        ts.append(threading.Thread(target=work, args=(w, n * w // workers, n * (w + 1) // workers)))
    for t in ts:
        t.start()
    for t in ts:
        t.join()


def parallel_sum(x, workers):
    """The sum of x, by that many threads."""
    pieces = -(-len(x) // PIECE)
    sums = [0.0] * pieces

    def work(w, begin, end):
        for i in range(begin, end):
            sums[i] = float(x[i * PIECE : (i + 1) * PIECE].sum(dtype=np.float64))

    _threads(work, pieces, workers)
    return math.fsum(sums)


def hist_lock(x, bins, workers):
    """One shared array and a lock."""
    # always room for all bytes, what is too large is cut off below
    counts = np.zeros(max(bins, 256), np.int64)
    lock = threading.Lock()

    def work(w, begin, end):
        for i in range(begin, end, PIECE):
            part = x[i : min(i + PIECE, end)]
            with lock:
                np.add.at(counts, part, 1)

    _threads(work, len(x), workers)
    return counts[:bins].copy()


@njit(nogil=True)
def _count_atomic(x, counts):
    for i in range(len(x)):
        atomic_add(counts, np.intp(x[i]), np.int64(1))


def hist_atomic(x, bins, workers):
    """The same with one shared array and atomic_add, no lock."""
    counts = np.zeros(max(bins, 256), np.int64)
    _threads(lambda w, begin, end: _count_atomic(x[begin:end], counts), len(x), workers)
    return counts[:bins].copy()


def hist_channels(x, bins, workers):
    """The same with a queue."""
    q = queue.Queue()

    def work(w, begin, end):
        try:
            if begin < end:
                q.put(_one_hist(x[begin:end]))
        finally:
            q.put(None)  # done

    ts = []
    for w in range(workers):
        t = threading.Thread(target=work, args=(w, len(x) * w // workers, len(x) * (w + 1) // workers))
        t.start()
        ts.append(t)
    counts = np.zeros(max(bins, 256), np.int64)
    running = workers
    while running:
        got = q.get()
        if got is None:
            running -= 1
        else:
            counts[:256] += got
    for t in ts:
        t.join()
    return counts[:bins].copy()


@njit(nogil=True)
def _one_hist(x):
    # four tables, so that equal neighbours do not wait for each other
    c = np.zeros((4, 256), np.int64)
    n = len(x) // 4 * 4
    for i in range(0, n, 4):
        c[0, x[i]] += 1
        c[1, x[i + 1]] += 1
        c[2, x[i + 2]] += 1
        c[3, x[i + 3]] += 1
    for i in range(n, len(x)):
        c[0, x[i]] += 1
    return c[0] + c[1] + c[2] + c[3]


def hist_private(x, bins, workers):
    """The same, and fast."""
    mine = [None] * workers

    def work(w, begin, end):
        mine[w] = _one_hist(x[begin:end])

    _threads(work, len(x), workers)
    counts = np.zeros(max(bins, 256), np.int64)
    for h in mine:
        counts[:256] += h
    return counts[:bins].copy()
