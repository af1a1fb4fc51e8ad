"""Given for m3.e5: the yardstick of the race. Yours to read and to call, not to change."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit

ONE, TWO, THREE = np.uint64(1), np.uint64(2), np.uint64(3)


@njit
def bit_by_bit(x, y, z):
    """What the yardstick calls: moves one bit of each coordinate, and goes on while there are any left.

    It does not cut coordinates off at 21 bits, so it is right only where they have no more.
    """
    codes = np.empty(len(x), np.uint64)
    for i in range(len(x)):
        a, b, c = np.uint64(x[i]), np.uint64(y[i]), np.uint64(z[i])
        code = at = np.uint64(0)
        while a | b | c:
            code |= ((a & ONE) | (b & ONE) << ONE | (c & ONE) << TWO) << at
            a, b, c, at = a >> ONE, b >> ONE, c >> ONE, at + THREE
        codes[i] = code
    return codes


def three_turns(encode: Callable[..., Any], x: np.ndarray, y: np.ndarray, z: np.ndarray) -> np.ndarray:
    """What is timed: the codes of three times as many places as travel, for travelling takes time as well."""
    codes: np.ndarray = encode(x, y, z) + encode(y, z, x)
    codes -= encode(z, x, y)
    return codes


def bit_by_bit_in_three_turns(x: np.ndarray, y: np.ndarray, z: np.ndarray) -> np.ndarray:
    """The yardstick."""
    return three_turns(bit_by_bit, x, y, z)


# For the tests: what depends on where arrays lie is looked at on this side of the wire.


def on_views(function: Callable[..., Any], step: int, *arguments: Any) -> tuple[Any, bool]:
    """function's answer for read-only arrays that are every step-th row of larger ones, and whether all is as it was."""
    larger = [_spread(each, step) if isinstance(each, np.ndarray) else each for each in arguments]
    before = [each.copy() if isinstance(each, np.ndarray) else each for each in larger]
    views = [each[::step] if isinstance(each, np.ndarray) else each for each in larger]
    for each in views:
        if isinstance(each, np.ndarray):
            each.flags.writeable = False
    answer = function(*views)
    return answer, all(np.array_equal(one, other) for one, other in zip(larger, before, strict=True))


def _spread(x: np.ndarray, step: int) -> np.ndarray:
    """An array of which x is every step-th row; what is in between is 5."""
    larger = np.full((max(abs(step) * (len(x) - 1) + 1, 0), *x.shape[1:]), 5, x.dtype)
    larger[::step] = x
    return larger


def answered_twice(function: Callable[..., Any], *arguments: Any) -> tuple[Any, Any, bool]:
    """What function answers; what it answers when the first array has been turned round in place; whether they lie apart.

    The first is looked at after the second was given, and after somebody has written to the second.
    """
    first = function(*arguments)
    arguments[0][:] = arguments[0][::-1].copy()
    for _ in range(3):  # answers may take turns in a few buffers
        second = function(*arguments)
    kept = [each.copy() for each in _arrays(second)]
    for each in _arrays(second):
        each[:] = 1
    apart = not any(np.shares_memory(one, other) for one in _arrays(first) for other in (*_arrays(second), *_arrays(arguments)))
    return first, tuple(kept) if isinstance(second, tuple) else kept[0], apart


def _arrays(answer: Any) -> list[np.ndarray]:
    return [each for each in (answer if isinstance(answer, tuple) else (answer,)) if isinstance(each, np.ndarray)]
