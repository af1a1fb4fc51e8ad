"""Given for m3.e6: the yardstick of the race. Yours to read and to call, not to change."""

import functools
import tracemalloc
from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit

SIDE, SETS, POINTS = 256, 4, 300_000


@njit
def _in_both(one, other):
    count = 0
    for i in range(len(one)):
        count += one[i] & other[i]
    return count


class Bools:
    """What a VoxelSet does in the race, with one byte for each voxel."""

    def __init__(self, shape: tuple[int, int, int]) -> None:
        self.full = np.zeros(shape, bool)

    def add(self, points: np.ndarray) -> None:
        self.full[points[:, 0], points[:, 1], points[:, 2]] = True

    def intersect_count(self, other: "Bools") -> int:
        return int(_in_both(self.full.reshape(-1), other.full.reshape(-1)))


@functools.cache
def points_of(number: int) -> np.ndarray:
    """The voxels of one of the sets of the race."""
    return np.random.default_rng([3, 6, number]).integers(0, SIDE, (POINTS, 3))


_made: dict[Any, list[Any]] = {}


def in_common(make: Callable[..., Any], one: int, known: int) -> list[int]:
    """What is timed: adds a voxel to a set that has it, and counts what the set has in common with each of the others.

    make is your VoxelSet. The sets are filled at the first call.
    """
    if make not in _made:
        _made[make] = [make((SIDE, SIDE, SIDE)) for _ in range(SETS)]
        for number, each in enumerate(_made[make]):
            each.add(points_of(number))
    mine = _made[make][one]
    mine.add(points_of(one)[known : known + 1])
    return [mine.intersect_count(other) for other in _made[make] if other is not mine]


def with_bytes(one: int, known: int) -> list[int]:
    """The yardstick."""
    return in_common(Bools, one, known)


# For the tests.


def bytes_of_sets(make: Callable[..., Any], shape: tuple[int, int, int], points: np.ndarray) -> dict[str, int]:
    """Bytes, as Python and numpy count them: what three sets keep, and what each of three methods needs beside its answer."""

    def traced(call: Callable[[], Any]) -> tuple[Any, int, int]:
        before = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        answer = call()
        now, peak = tracemalloc.get_traced_memory()
        return answer, now - before, peak - now

    def filled() -> list[Any]:
        sets = [make(shape) for _ in range(3)]
        for number, each in enumerate(sets):
            each.add(points + number)
        return sets

    small = make((8, 8, 8))
    small.add(np.zeros((1, 3), np.int64))
    small.intersect_count(small.union(small).complement())
    tracemalloc.start()
    try:
        sets, kept, _ = traced(filled)
        count, _, to_count = traced(lambda: sets[0].intersect_count(sets[1]))
        union, of_union, to_unite = traced(lambda: sets[0].union(sets[1]))
        rest, of_rest, to_invert = traced(sets[2].complement)
    finally:
        tracemalloc.stop()
    needed = {"count": to_count, "unite": to_unite, "complement": to_invert, "union": of_union, "rest": of_rest}
    return {"three": kept, **needed, "common": count, "volume": rest.volume() + union.volume()}


def on_views(function: Callable[..., Any], step: int, *arguments: Any) -> tuple[Any, bool]:
    """function's answer for read-only arrays that are every step-th row of larger ones, and whether all is as it was."""
    larger = [_spread(each, step) if isinstance(each, np.ndarray) else each for each in arguments]
    before = [each.copy() if isinstance(each, np.ndarray) else each for each in larger]
    views = [each[::step] if isinstance(each, np.ndarray) else each for each in larger]
    for each in views:
        if isinstance(each, np.ndarray):
            each.flags.writeable = False
    answer = function(*views)
    return answer, all(np.array_equal(one, other, equal_nan=True) for one, other in zip(larger, before, strict=True))


def _spread(x: np.ndarray, step: int) -> np.ndarray:
    """An array of which x is every step-th row; what is in between is 5."""
    larger = np.full((max(abs(step) * (len(x) - 1) + 1, 0), *x.shape[1:]), 5, x.dtype)
    larger[::step] = x
    return larger


def answered_twice(function: Callable[..., Any], array: np.ndarray, *others: Any) -> tuple[Any, Any]:
    """What function answers; what it answers when the array has been turned round in place.

    The first is looked at after the second was given, and the second after somebody has written to the first.
    """
    first = function(array, *others)
    array[:] = array[::-1].copy()
    for _ in range(3):  # answers may take turns in a few buffers
        second = function(array, *others)
    kept = first.copy() if isinstance(first, np.ndarray) else first
    if isinstance(first, np.ndarray):
        first[:] = 1
    return kept, second


def written_to(to_bool: Callable[[], Any]) -> list[int]:
    """How many are True in three answers, after each of which somebody writes to it."""
    counts = []
    for full in (False, True, False):
        grid = to_bool()
        counts.append(int(grid.sum()))
        grid[...] = full
    return counts
