"""Solution of m5.e8."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

_LINE = 64
_BATCH = 0.03
"""Seconds that are timed at once: a step of the clock, a millisecond, is a thirtieth of it."""


def traffic(kernel: dict[str, Any]) -> float:
    """Reads once; whatever is written comes and goes."""
    _check(kernel)
    return float(sum(_reach(step) * (1 if access == "r" else 2) for access, _, step in kernel["arrays"]))


def _reach(step: int) -> int:
    return min(abs(step), _LINE)


def _check(kernel: dict[str, Any], n: int = 0) -> None:
    for key in ("flops", "chain"):
        if not (math.isfinite(kernel[key]) and kernel[key] >= 0):
            raise ValueError(f"{key} should be 0 or more")
    for access, item, step in kernel["arrays"]:
        if access not in ("r", "w", "rw"):
            raise ValueError("an array is read, written, or both")
        if item not in (1, 2, 4, 8, 16) or type(step) is not int or (step != 0 and abs(step) < item):
            raise ValueError("elements have 1, 2, 4, 8 or 16 bytes, and do not overlap")
    if n < 0:
        raise ValueError("there are no fewer than 0 elements")


def intensity(kernel: dict[str, Any]) -> float:
    """Flops per byte."""
    moved = traffic(kernel)
    if kernel["flops"] == 0:
        return 0.0
    return float(kernel["flops"] / moved) if moved else math.inf


def _times(kernel: dict[str, Any], n: int, machine: dict[str, Any]) -> dict[str, float]:
    """The three times, in the order in which they count where they are equal."""
    _check(kernel, n)
    held = n * sum(_reach(step) for _, _, step in kernel["arrays"])
    bandwidth = next((each for size, each in machine["levels"] if held <= size), machine["levels"][-1][1])
    return {
        "memory": float(n * traffic(kernel) / bandwidth),
        "compute": float(n * kernel["flops"] / machine["peak"]),
        "latency": float(machine["overhead"] + n * kernel["chain"] * machine["latency"]),
    }


def predict(kernel: dict[str, Any], n: int, machine: dict[str, Any]) -> float:
    """The slowest of the three decides: the others go on meanwhile."""
    return max(_times(kernel, n, machine).values())


def bound(kernel: dict[str, Any], n: int, machine: dict[str, Any]) -> str:
    """Which of the three it is."""
    times = _times(kernel, n, machine)
    return max(times, key=times.__getitem__)


def measure_bandwidth(move: Callable[[int], None], sizes: list[int], clock: Callable[[], float]) -> np.ndarray:
    """The best batch of each size."""
    _check_sizes(sizes)
    return np.array([size / _seconds(move, size, clock) for size in sizes], np.float64)


def measure_peak(multiply: Callable[[int], None], sizes: list[int], clock: Callable[[], float]) -> float:
    """The best batch of the best size."""
    _check_sizes(sizes)
    if not sizes:
        raise ValueError("the peak of nothing is not known")
    return float(max(2 * n**3 / _seconds(multiply, n, clock) for n in sizes))


def _check_sizes(sizes: list[int]) -> None:
    if not all(type(size) is int and size >= 1 for size in sizes):
        raise ValueError("sizes are ints of 1 or more")


def _seconds(work: Callable[[int], None], size: int, clock: Callable[[], float]) -> float:
    """Of one call, in the best batch: some are disturbed, and a minimum does not mind.

    A batch grows until it is long for any clock, and no longer: of the 100 milliseconds without disturbance, the end of the
    batch before takes one batch at most, and then one has to fit in whole.
    """
    for _ in range(10):
        work(size)
    calls, best, begin = 1, math.inf, clock()
    now = begin
    while now - begin < 0.6 or best == math.inf:
        start = now
        for _ in range(calls):
            work(size)
        now = clock()
        if now - start >= _BATCH:
            best = min(best, (now - start) / calls)
        else:
            calls += 1 + calls // 5
    return best
