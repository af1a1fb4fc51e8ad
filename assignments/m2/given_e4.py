"""Given for m2.e4: LINE and add_all for you, the yardstick of the race, and what the tests look at memory with."""

import copy
import itertools
import platform
import threading
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from given_atomics import atomic_add
from given_watch import Gate
from numba import njit

LINE = 128 if platform.system() == "Darwin" and platform.machine() == "arm64" else 64
"""Bytes that travel between memory and the cores together, from one multiple of LINE to the next."""


@njit(nogil=True)
def _add_all(counters, index, x):
    for i in range(len(x)):
        atomic_add(counters, index, np.int64(x[i]))


class _Crowd:
    """The threads that come to add_all: each waits, the first time, until all of them are there; then one begins late."""

    def __init__(self, workers: int, late: float) -> None:
        self.gate, self.late = Gate(workers, 2.0), late
        self.lines: dict[int, set[int]] = {}

    def enter(self, line: int) -> None:
        thread = threading.get_ident()
        if thread in self.lines:
            self.lines[thread].add(line)
        else:
            self.lines[thread] = {line}
            if self.gate.wait() == 0:
                time.sleep(self.late)


_added: list[tuple[int, int]] = []
LATE = 255
"""Arrays that begin with it belong to the call in which somebody is late. Other calls go on beside it."""
_crowds: dict[bool, _Crowd] = {}
"""By whether the array is one."""


def add_all(counters: np.ndarray, index: int, x: np.ndarray) -> None:
    """Adds the elements of x (uint8) to counters[index] (int64), one after another, each as one indivisible step.

    Other threads run meanwhile, and can read the counter at any time.
    """
    if counters.dtype != np.int64 or counters.ndim != 1 or x.dtype != np.uint8 or x.ndim != 1:
        raise TypeError("add_all adds a 1-d array of uint8 to an element of a 1-d array of int64")
    if not 0 <= index < len(counters):
        raise IndexError(f"there is no counter {index} in an array of {len(counters)}")
    line = (counters.ctypes.data + index * counters.strides[0]) // LINE
    _added.append((line, len(x)))
    if crowd := _crowds.get(_is_late(x)):
        crowd.enter(line)
    _add_all(counters, index, x)


def _is_late(x: np.ndarray) -> bool:
    return len(x) > 0 and bool(x[0] == LATE)


def one_thread(x: np.ndarray, workers: int) -> int:
    """The yardstick: the same additions in one thread, whatever the number of workers."""
    counters = np.zeros(3 * LINE // 8, np.int64)
    add_all(counters, LINE // 8, x)
    return int(counters.sum())


# For the tests: what they ask about memory comes back as plain numbers.


def traced(count_parallel: Callable[..., Any], x: np.ndarray, workers: int) -> tuple[Any, list[tuple[int, int]]]:
    """(the result, for every call of add_all: the line of its counter and how many elements it added)."""
    _added.clear()
    return count_parallel(x, workers), list(_added)


def in_a_crowd(count_parallel: Callable[..., Any], x: np.ndarray, workers: int, late: float = 0.0) -> dict[str, Any]:
    """What can be seen of the threads that come to add_all, one of which begins to add so many seconds late.

    threads: how many came. met: how many were there together. lines: the most that one of them wrote to. apart: how many
    lines all of them wrote to.
    """
    _crowds[_is_late(x)] = crowd = _Crowd(workers, late)
    try:
        total = count_parallel(x, workers)
    finally:
        del _crowds[_is_late(x)]
    lines = list(crowd.lines.values())
    return {
        "total": total,
        "threads": len(lines),
        "met": crowd.gate.met,
        "lines": max(map(len, lines), default=0),
        "apart": len(set().union(*lines)),
    }


def changed_between(count_parallel: Callable[..., Any], x: np.ndarray, workers: int) -> tuple[Any, Any]:
    """The answers for the same array, before and after every element of it has become 1."""
    x = x.copy()
    before = count_parallel(x, workers)
    x[...] = 1
    return before, count_parallel(x, workers)


def line_in_field(line_of: Callable[..., Any], i: int) -> tuple[Any, int]:
    """As line_in_view, for the second field of records of 5 bytes."""
    view = np.zeros(1000, "u1, f4")["f1"]
    return line_of(view, i), view[i:].ctypes.data // LINE


def line_in_view(line_of: Callable[..., Any], dtype: str, skip: int, step: int, i: int) -> tuple[Any, int]:
    """(line_of(a, i), the right answer) for a view a of 1000 elements without the first `skip`, then every step-th."""
    buffer = np.zeros(1000 * np.dtype(dtype).itemsize + LINE, "u1")
    aligned = buffer[-buffer.ctypes.data % LINE :][: 1000 * np.dtype(dtype).itemsize].view(dtype)
    view = aligned[skip:][::step]
    return line_of(view, i), view[i:].ctypes.data // LINE


def share_memory(make_counters: Callable[..., Any], workers: int) -> bool:
    """Whether arrays of several calls have memory in common."""
    arrays = [make_counters(workers)[0] for _ in range(3)]
    return any(np.shares_memory(one, other) for one, other in itertools.combinations(arrays, 2))


def layouts(make_counters: Callable[..., Any], workers: int, dtype: str, count: int) -> list[tuple[Any, Any, int, int]]:
    """(array, indices, address of the array, LINE) of `count` calls, with other things in memory between them.

    What a call gave is counted in before the next call.
    """
    kept, found = [], []
    for number in range(count):
        array, indices = make_counters(workers, dtype)
        kept.append((array, bytearray(17 + 40 * number)))
        if isinstance(array, np.ndarray):
            found.append((array.copy(), copy.copy(indices), array.ctypes.data, LINE))
            array[...] = np.ones(1, "i8").astype(array.dtype)
        else:
            found.append((array, indices, 0, LINE))
        if isinstance(indices, list):
            indices.clear()
    return found
