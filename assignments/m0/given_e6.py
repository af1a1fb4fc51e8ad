"""Given for m0.e6: the yardsticks of both races, and shapes of classes that you have never seen."""

import math
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np


class Square:
    """Has an area, and inherits from nothing."""

    def __init__(self, side: float) -> None:
        self._side = side

    def area(self) -> float:
        return self._side * self._side


class Disc:
    """Has an area and a perimeter."""

    def __init__(self, radius: float) -> None:
        self._radius = radius

    def area(self) -> float:
        return math.pi * self._radius * self._radius

    def perimeter(self) -> float:
        return 2 * math.pi * self._radius


class Rope:
    """Has two ends and nothing else."""

    def ends(self) -> tuple[float, float]:
        return 0.0, 1.0


POOL = [Square(1 + number / 7) if number % 2 else Disc(1 + number / 9) for number in range(256)]


def areas_of_pool(total_area: Callable[..., float], order: np.ndarray) -> float:
    """What is timed: total_area of the shapes of POOL in that order."""
    return total_area([POOL[number] for number in order.tolist()])


def _plain_loop(shapes: list[Any]) -> float:
    total = 0.0
    for shape in shapes:
        total += shape.area()
    return total


def loop_over_pool(order: np.ndarray) -> float:
    """The yardstick of total_area: a plain loop, one method call for each shape."""
    return areas_of_pool(_plain_loop, order)


def masks(kind: np.ndarray, p: np.ndarray, q: np.ndarray) -> float:
    """The yardstick of total_area_arrays: compiled code, once through everything for each kind."""
    circles, rectangles = kind == 0, kind == 1
    return float(np.pi * np.sum(p[circles] * p[circles]) + np.sum(p[rectangles] * q[rectangles]))


# For the tests: objects and classes are looked at on this side of the wire.


def table(protocols: list[type], things: list[Any]) -> list[list[bool]]:
    """For each thing, whether it is an instance of each protocol; then the same for a Square, a Disc and a Rope."""
    rows = [*things, Square(1.0), Disc(1.0), Rope()]
    return [[isinstance(thing, protocol) for protocol in protocols] for thing in rows]


def total_of_odd(total_area: Callable[..., float]) -> list[Any]:
    """(the total, the name of its type) of things that have an area of their own, of an int, and of nothing."""
    own = SimpleNamespace(area=lambda: 2.0)

    class Stand:
        def __getattr__(self, name: str) -> Any:
            return getattr(own, name)

    asked = [iter([]), [own, Stand()], [SimpleNamespace(area=lambda: 3)], (shape for shape in ())]
    found = [total_area(shapes) for shapes in asked]
    return [(each, type(each).__name__) for each in found]


def inherits(cls: type) -> int:
    """How many classes there are above it, object not counted."""
    return len(cls.__mro__) - 2


def is_frozen(thing: Any) -> bool:
    """Whether its first field cannot be set."""
    try:
        setattr(thing, next(iter(vars(thing))), 3.0)
    except AttributeError:
        return True
    return False


def total_of(total_area: Callable[..., float], shapes: list[Any], once: bool) -> float:
    """total_area of these shapes, a Square and a Disc; as something that can be gone through once, or as a list."""
    everything = [*shapes, Square(3.0), Disc(2.0)]

    def one_by_one() -> Iterator[Any]:
        yield from everything

    return total_area(one_by_one() if once else everything)
