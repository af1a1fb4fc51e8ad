"""Given for m3.e8: what operations cost. Yours to use, not to change."""

from collections.abc import Callable
from typing import Any

import numpy as np

HOROWITZ = {
    "int8 add": 0.03,
    "int32 add": 0.1,
    "f16 add": 0.4,
    "f32 add": 0.9,
    "int8 multiply": 0.2,
    "int32 multiply": 3.1,
    "f16 multiply": 1.1,
    "f32 multiply": 3.7,
    "cache read": 10.0,
    "dram read": 650.0,
}
"""Picojoules of one operation in a chip of 45 nanometres at 0.9 volts, by Mark Horowitz, "Computing's energy problem (and what
we can do about it)", ISSCC 2014, where a read of 64 bits takes 10 in a cache of 8 KiB (here for each number of 32 bits, since
the cache does not hand out less), and 1,300 to 2,600 in main memory (here half of the 1,300, for 32 bits)."""


# For the tests: what arrays look like in memory is decided on this side of the wire.


def of_views(function: Callable[..., Any], step: int, *args: Any) -> tuple[Any, bool]:
    """(function of views of these arrays that cannot be written to; whether all around them is as it was).

    Every step-th element along each axis, or, where step is 0, an array whose columns lie one behind the other.
    """
    larger, views = [], []
    for each in args:
        if not isinstance(each, np.ndarray):
            views.append(each)
            continue
        if step == 0:
            larger.append(np.asfortranarray(each))
            views.append(larger[-1].view())
        else:
            larger.append(np.ones([size * abs(step) for size in each.shape], each.dtype))
            views.append(larger[-1][(slice(None, None, step),) * each.ndim])
            views[-1][...] = each
        views[-1].flags.writeable = False
    before = [each.tobytes() for each in larger]
    answer = function(*views)
    return answer, before == [each.tobytes() for each in larger]


def kept(function: Callable[..., Any], arguments: tuple[Any, ...], others: tuple[Any, ...]) -> Any:
    """What function(*arguments) returned, as it is after the arguments were overwritten and after other calls."""
    answer = function(*arguments)
    for argument in arguments:
        if isinstance(argument, np.ndarray):
            argument[...] = 1
    for _ in range(3):  # answers may take turns in a few buffers
        function(*others)
    return answer


def in_place(function: Callable[..., Any], array: np.ndarray, change: np.ndarray, *others: Any) -> list[Any]:
    """What function says of one array, and of the same array after `change` was written into it."""
    first = function(array, *others)
    array[...] = change
    return [first, function(array, *others)]
