"""How fast this machine can move and multiply: the roofs of the roofline. Also loaded in a worker, by its path.

Measured in a worker they hold for what students' code gets there: the same thread counts, the same sandbox.
"""

import math
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

KERNELS = ("triad_bandwidth", "matmul_rate")
ELEMENTS = 8_000_000
"""Numbers in each array of the triad: 64 MB, far larger than the caches."""
MATRIX = 1000
"""Rows of the matrices that are multiplied."""


def triad(elements: int = ELEMENTS) -> tuple[Callable[[], object], int]:
    """(a = b + c on arrays of so many float64, bytes that it moves): three numbers per element.

    Source: the sum kernel of McCalpin's STREAM benchmark (https://www.cs.virginia.edu/stream/); the write-allocate
    traffic that hardware adds is not counted, as there.
    """
    b, c = np.ones(elements), np.ones(elements)
    a = np.empty_like(b)
    return lambda: np.add(b, c, out=a), 3 * b.nbytes


def triad_bandwidth(seconds: float = 0.5, threads: int = 1) -> float:
    """Bytes per second that so many threads move together in the triad, each in arrays of its own, best of all."""
    works = [triad(max(ELEMENTS // threads, 1_000_000)) for _ in range(threads)]
    return sum(moved for _, moved in works) / _best_together([work for work, _ in works], seconds)


def matmul_rate(seconds: float = 0.5, threads: int = 1) -> float:
    """Floating-point operations per second in numpy's product of two float64 matrices, on all threads that it uses.

    With more `threads`, so many products at once; each should then use one thread only (see ONE_THREAD of launch).
    """
    a = np.random.default_rng(1).random((MATRIX, MATRIX))
    return threads * 2 * MATRIX**3 / _best_together([lambda: a @ a] * threads, seconds)


def _best_together(works: Sequence[Callable[[], object]], seconds: float) -> float:
    """As `best`, for works that run at the same time, from the start of the first to the end of the last."""
    if len(works) == 1:
        return best(works[0], seconds)
    with ThreadPoolExecutor(len(works)) as pool:
        return best(lambda: list(pool.map(lambda work: work(), works)), seconds)


def best(work: Callable[[], object], seconds: float) -> float:
    """The shortest time that `work` took, in that many seconds of trying, but three times at least: memory may be new to it."""
    shortest, tried, end = math.inf, 0, time.perf_counter() + seconds
    while time.perf_counter() < end or tried < 3:
        begin = time.perf_counter()
        work()
        shortest = min(shortest, time.perf_counter() - begin)
        tried += 1
    return shortest
