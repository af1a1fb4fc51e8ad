"""Given for m3.e1: what races, and against whom. Yours to read and to call, not to change."""

from collections.abc import Callable
from typing import Any

import numpy as np


def mix(add: Callable[..., Any], tracks: np.ndarray, order: np.ndarray) -> Any:
    """What races: silence, and then one track after another added to what is there, as `order` says, all of them often."""
    total = np.zeros(tracks.shape[1], tracks.dtype)
    for track in order:
        total = add(total, tracks[track])
    return total


def mix_in_whole_arrays(tracks: np.ndarray, order: np.ndarray) -> np.ndarray:
    """The yardstick: the same with `in_whole_arrays`."""
    return mix(in_whole_arrays, tracks, order)


def in_whole_arrays(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """a + b, saturated, in numpy: of b only as much is added as there is room for. Five times through memory."""
    ends = np.iinfo(a.dtype)
    down, up = ends.min - np.minimum(a, 0), ends.max - np.maximum(a, 0)
    return a + np.minimum(np.maximum(b, down), up)


# For the tests: what arrays look like in memory is decided on this side of the wire.


def of_views(function: Callable[..., Any], step: int, *arguments: Any) -> tuple[Any, bool]:
    """(the answer for read-only views of these arrays; whether all around them is as it was)."""
    larger = [np.full(len(each) * abs(step), 5, each.dtype) for each in arguments if isinstance(each, np.ndarray)]
    views = iter([each[::step] for each in larger])
    shown = []
    for each in arguments:
        if isinstance(each, np.ndarray):
            view = next(views)
            view[:] = each
            view.flags.writeable = False
            each = view
        shown.append(each)
    before = [each.tobytes() for each in larger]
    answer = function(*shown)
    if isinstance(answer, np.ndarray):
        answer = answer.copy()
    return answer, before == [each.tobytes() for each in larger]


def of_itself(function: Callable[..., Any], a: np.ndarray) -> Any:
    """function(a, a), both the same array."""
    return function(a, a)


def kept(function: Callable[..., Any], arguments: tuple[Any, ...], others: tuple[Any, ...]) -> Any:
    """What function(*arguments) returned, as it is after other calls and after the arguments were overwritten."""
    answer = function(*arguments)
    for _ in range(3):  # answers may take turns in a few buffers
        function(*others)
    for argument in arguments:
        if isinstance(argument, np.ndarray):
            argument[...] = 7
    return answer


def of_times(function: Callable[..., Any], count: int, *others: int) -> str:
    """What function raises for spans of time, which numpy takes for a kind of signed integers; "" for nothing."""
    try:
        function(*[np.ones(3, "m8[s]")] * count, *others)
    except Exception as error:
        return type(error).__name__
    return ""


def after_a_change(function: Callable[..., Any], arguments: tuple[Any, ...], others: tuple[Any, ...]) -> Any:
    """function(*arguments) once more, after it was called and then the same arrays were overwritten with the others."""
    function(*arguments)
    for argument, other in zip(arguments, others, strict=True):
        if isinstance(argument, np.ndarray):
            argument[...] = other
    return function(*arguments)
