"""Given for m3.e2: what races, and against whom. Yours to read and to call, not to change."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit


@njit
def welford(x):
    """The variance by Welford's rule: the mean so far and the squares so far, both mended with every number."""
    mean, squares = 0.0, 0.0
    for i in range(len(x)):
        away = x[i] - mean
        mean += away / (i + 1)
        squares += away * (x[i] - mean)
    return squares / len(x)


def all_variances(variance: Callable[..., Any], x: np.ndarray) -> list[Any]:
    """What races: of all of x, of all but the first number, of all but the first two, and so on."""
    return [variance(x[begin:]) for begin in range(300)]


def all_by_welford(x: np.ndarray) -> list[float]:
    """The yardstick: the same with welford."""
    return all_variances(welford, x)


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


def solved(solve_quadratic: Callable[..., Any], rows: list[tuple[float, float, float]]) -> list[Any]:
    """What solve_quadratic says of each row, one after the other."""
    return [solve_quadratic(*row) for row in rows]


def peak_of_view(function: Callable[..., Any], x: np.ndarray, step: int) -> tuple[Any, int]:
    """(what function says of a view of x, the most bytes that it had on the way, compiling aside)."""
    import tracemalloc

    view = x[::step]
    function(view[:999])
    tracemalloc.start()
    answer = function(view)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return answer, peak


def after_a_change(function: Callable[..., Any], arguments: tuple[Any, ...], others: tuple[Any, ...]) -> Any:
    """function(*arguments) once more, after it was called and then the same arrays were overwritten with the others."""
    function(*arguments)
    for argument, other in zip(arguments, others, strict=True):
        if isinstance(argument, np.ndarray):
            argument[...] = other
    return function(*arguments)
