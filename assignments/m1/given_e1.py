"""Given for m1.e1: memory and Full for you, the yardsticks of the races, and what drives your code in the tests."""

from collections.abc import Callable
from typing import Any

import numpy as np


class Full(Exception):
    """The ring is full, and its policy is to say so."""


class _Counted:
    """What was asked of the memory so far."""

    blocks = 0
    moved = 0
    latest = np.zeros(0)


def allocate(capacity: int, dtype: str = "i8") -> np.ndarray:
    """A block of `capacity` cells in one dimension. What is in them is what somebody left there: never read it."""
    block = np.empty(capacity, dtype)
    block.view(np.uint8)[:] = 0xA5
    _Counted.blocks += 1
    _Counted.latest = block
    return block


def move(source: np.ndarray, target: np.ndarray, count: int) -> None:
    """Copies the first `count` cells of source to the beginning of target; both may be parts of blocks: block[3:]."""
    if not 0 <= count <= min(len(source), len(target)):
        raise ValueError(f"cannot move {count} cells from {len(source)} to {len(target)}")
    target[:count] = source[:count]
    _Counted.moved += count


# The races: your Vector against these.


def push_all(make: Callable[[], Any], numbers: list[int]) -> np.ndarray:
    """What is timed: make is your Vector."""
    vector = make()
    for x in numbers:
        vector.push(x)
    return vector.view()


def append_all(numbers: list[int]) -> np.ndarray:
    """The yardstick of push: numpy's arrays cannot grow, so each np.append makes a new one."""
    array = np.zeros(0, np.int64)
    for x in numbers:
        array = np.append(array, x)
    return array


def extend_all(make: Callable[[], Any], numbers: np.ndarray, size: int) -> np.ndarray:
    """What is timed: make is your Vector, and the numbers come in pieces of that size."""
    vector = make()
    for begin in range(0, len(numbers), size):
        vector.extend(numbers[begin : begin + size])
    return vector.view()


def one_at_a_time(numbers: np.ndarray, size: int) -> np.ndarray:
    """The yardstick of extend: there is room for all from the beginning, but they go in one by one."""
    room = np.empty(len(numbers), np.int64)
    count = 0
    for begin in range(0, len(numbers), size):
        for x in numbers[begin : begin + size]:
            room[count] = x
            count += 1
    return room


# For the tests: what they ask about memory comes back as plain numbers.


def watch(make: Callable[..., Any], arguments: list[Any], operations: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """What is seen of make(*arguments), and again after each operation on it.

    An operation is a method's name and its arguments; ("extend", "itself") extends a vector by its own view,
    ("extend", "backwards") by that view from the last number to the second.
    result is what it returned, or the name of the IndexError or Full it raised; blocks and moved are counted since the
    operation before; written is how many cells of the block changed, None if it was replaced.
    """
    _Counted.blocks = _Counted.moved = 0
    _Counted.latest = np.zeros(0)
    thing = make(*arguments)
    seen = [_seen(thing, None, None)]
    for name, *rest in operations:
        block, before = _Counted.latest, _Counted.latest.tobytes()
        _Counted.blocks = _Counted.moved = 0
        try:
            rest = [thing.view()] if rest == ["itself"] else [thing.view()[:0:-1]] if rest == ["backwards"] else rest
            result = getattr(thing, name)(*rest)
        except (IndexError, Full) as error:
            result = type(error).__name__
        written = _changed(before, block) if block is _Counted.latest else None
        seen.append(_seen(thing, result, written))
    return seen


def _changed(before: bytes, block: np.ndarray) -> int:
    """In how many of the block's cells a byte differs from before."""
    cells = np.frombuffer(before, np.uint8).reshape(len(block), -1), block.view(np.uint8).reshape(len(block), -1)
    return int((cells[0] != cells[1]).any(axis=1).sum())


def _seen(thing: Any, result: Any, written: int | None) -> dict[str, Any]:
    seen = {"result": result, "length": len(thing), "capacity": thing.capacity}
    seen |= {"blocks": _Counted.blocks, "moved": _Counted.moved, "cells": len(_Counted.latest), "written": written}
    if hasattr(thing, "lost"):
        return seen | {"lost": thing.lost}
    view = thing.view()
    now = view.copy() if type(view) is np.ndarray else view
    return seen | {"view": now, "looks into the block": bool(_is_beginning(view, _Counted.latest))}


def _is_beginning(view: Any, block: np.ndarray) -> bool:
    """Whether the view begins where the block does, cell by cell, and can be written to."""
    if type(view) is not np.ndarray or view.ndim != 1:
        return False
    return view.ctypes.data == block.ctypes.data and view.strides == block.strides and view.flags.writeable
