"""How fast this machine can move and multiply: the roofs of the roofline. Also loaded in a worker, by its path.

Measured in a worker they hold for what students' code gets there: the same thread counts, the same sandbox.
"""

import math
import time
from collections.abc import Callable

import numpy as np

KERNELS = ("triad_bandwidth", "matmul_rate")


def triad() -> tuple[Callable[[], object], int]:
    """(a = b + c on arrays far larger than the caches, bytes that it moves): three numbers per element.

    Source: the sum kernel of McCalpin's STREAM benchmark (https://www.cs.virginia.edu/stream/); the write-allocate
    traffic that hardware adds is not counted, as there.
    """
    b, c = np.ones(8_000_000), np.ones(8_000_000)
    a = np.empty_like(b)
    return lambda: np.add(b, c, out=a), 3 * b.nbytes


def triad_bandwidth(seconds: float = 0.5) -> float:
    """Bytes per second that one thread moves in the triad, best of all."""
    work, moved = triad()
    return moved / _best(work, seconds)


def matmul_rate(seconds: float = 0.5) -> float:
    """Floating-point operations per second in numpy's product of two float64 matrices, on all threads that it uses."""
    a = np.random.default_rng(1).random((1000, 1000))
    return 2 * 1000**3 / _best(lambda: a @ a, seconds)


def _best(work: Callable[[], object], seconds: float) -> float:
    """The shortest time that `work` took, in that many seconds of trying."""
    best, end = math.inf, time.perf_counter() + seconds
    while time.perf_counter() < end:
        begin = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begin)
    return best
