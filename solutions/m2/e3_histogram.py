"""m2.e3: many workers, one result. Sum and count in parallel without losing a single one."""

import queue
from concurrent.futures import ThreadPoolExecutor
from threading import Lock, Thread

import numpy as np
from given_e3 import atomic_add
from numba import njit

PIECE = 1 << 13


@njit(nogil=True)
def _sum(x):
    total = 0.0
    for i in range(len(x)):
        total += x[i]
    return total


@njit(nogil=True)
def _count(x, counts):
    for i in range(len(x)):
        counts[x[i]] += 1


@njit(nogil=True)
def _count_atomically(x, counts):
    for i in range(len(x)):
        atomic_add(counts, np.intp(x[i]), 1)


def _share(x: np.ndarray, workers: int, worker: int) -> np.ndarray:
    """The piece of x for one worker; the pieces are disjoint and cover all of x."""
    return x[len(x) * worker // workers : len(x) * (worker + 1) // workers]


def parallel_sum(x: np.ndarray, workers: int) -> float:
    """The sum of x, added up in double precision by that many threads."""
    pieces = [x[start : start + PIECE] for start in range(0, len(x), PIECE)]
    with ThreadPoolExecutor(workers) as pool:
        return float(sum(pool.map(_sum, pieces), 0.0))


def hist_lock(x: np.ndarray, bins: int, workers: int) -> np.ndarray:
    """One shared array; a worker holds the lock while it adds what it has counted, once per piece."""
    counts, lock = np.zeros(bins, np.int64), Lock()

    def work(piece: np.ndarray) -> None:
        mine = np.zeros(bins, np.int64)
        _count(piece, mine)
        with lock:
            counts[:] += mine

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(work, [_share(x, workers, worker) for worker in range(workers)]))
    return counts


def hist_atomic(x: np.ndarray, bins: int, workers: int) -> np.ndarray:
    """One shared array and atomic additions."""
    counts = np.zeros(bins, np.int64)
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(lambda worker: _count_atomically(_share(x, workers, worker), counts), range(workers)))
    return counts


def hist_channels(x: np.ndarray, bins: int, workers: int) -> np.ndarray:
    """Every worker sends its histogram through a queue, then None: that it is done."""
    channel: queue.SimpleQueue = queue.SimpleQueue()

    def work(worker: int) -> None:
        piece = _share(x, workers, worker)
        if len(piece):
            mine = np.zeros(bins, np.int64)
            _count(piece, mine)
            channel.put(mine)
        channel.put(None)

    for worker in range(workers):
        Thread(target=work, args=(worker,)).start()
    counts, running = np.zeros(bins, np.int64), workers
    while running:
        message = channel.get()
        if message is None:
            running -= 1
        else:
            counts += message
    return counts


def hist_private(x: np.ndarray, bins: int, workers: int) -> np.ndarray:
    """Every worker counts in an array of its own; the arrays are added at the end."""

    def work(worker: int) -> np.ndarray:
        mine = np.zeros(bins, np.int64)
        _count(_share(x, workers, worker), mine)
        return mine

    with ThreadPoolExecutor(workers) as pool:
        return np.sum(list(pool.map(work, range(workers))), axis=0)
