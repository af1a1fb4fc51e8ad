"""How fast data comes, by how much of it there is: in a triad, and read by read where each decides the next."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numba
import numpy as np

from graders.judge import roofline

LINE = 64
"""Bytes in a cache line, as on most machines; where lines are longer, some reads hit the line of the last one."""
MOVED, READS = 8 << 20, 1 << 13
"""Bytes and reads in a call: little enough that some calls go undisturbed on a busy machine."""


@dataclass(frozen=True)
class Point:
    """What one thread gets from that many bytes: bytes per second in a triad, seconds per dependent read."""

    size: int
    bandwidth: float
    latency: float


def _triad(a: Any, b: Any, c: Any, passes: int) -> None:
    for number in range(passes):
        factor = float(number)  # or all passes but one could be left out
        for i in range(len(a)):
            a[i] = b[i] + factor * c[i]


def _chase(following: Any, place: int, reads: int) -> int:
    for _ in range(reads):
        place = following[place]
    return place


_compiled_triad: Any = numba.njit(_triad)
_compiled_chase: Any = numba.njit(_chase)


def point(size: int, seconds: float) -> Point:
    """Measure at that many bytes, in about twice so many seconds. Each is the best of all that were tried."""
    return Point(size, _bandwidth(size, seconds), _latency(size, seconds))


def curve(largest: int, seconds: float) -> Iterator[Point]:
    """From 16 KiB on, twice as much every time."""
    size = 16 << 10
    while size <= largest:
        yield point(size, seconds)
        size *= 2


def within(caches: Mapping[str, int]) -> dict[str, int]:
    """A size for each cache: half of the first, else half-way (by factors) between the one before and this.

    Too large for the one before, and small enough for one that other cores or other guests of the same machine share.
    """
    sizes: dict[str, int] = {}
    before = 0
    for name, size in sorted(caches.items(), key=lambda cache: cache[1]):
        sizes[name] = int((before * size) ** 0.5) if before else size // 2
        before = size
    return sizes


def largest(caches: Mapping[str, int], available: int) -> int:
    """A size that is clearly memory: four times the largest cache, if an eighth of what is available allows it."""
    wanted = max(4 * max(caches.values(), default=0), 64 << 20)
    return 1 << (min(wanted, available // 8, 512 << 20).bit_length() - 1)


def _bandwidth(size: int, seconds: float) -> float:
    a, b, c = (np.ones(max(1, size // 24)) for _ in range(3))
    moved = 3 * a.nbytes
    passes = max(1, MOVED // moved)
    _compiled_triad(a, b, c, 1)
    return passes * moved / roofline.best(lambda: _compiled_triad(a, b, c, passes), seconds)


def _latency(size: int, seconds: float) -> float:
    """One number in each line says where the next read goes: a single circle through all lines, in no order."""
    lines = max(2, size // LINE)
    apart = LINE // 8
    order = apart * np.random.default_rng(1).permutation(lines)
    following = np.zeros(lines * apart, np.int64)
    following[order] = np.roll(order, -1)
    place = _compiled_chase(following, 0, lines)  # once round, so that all is where it will be

    def work() -> None:
        nonlocal place
        place = _compiled_chase(following, place, READS)

    return roofline.best(work, seconds) / READS
