"""m0.e6: one thing or many. What can it do, asked of an object; and the same numbers with no objects at all."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numba import njit

CIRCLE, RECTANGLE, SEGMENT = 0, 1, 2
"""The kinds of total_area_arrays."""


@runtime_checkable
class HasArea(Protocol):
    def area(self) -> float: ...


@runtime_checkable
class HasPerimeter(Protocol):
    def perimeter(self) -> float: ...


@runtime_checkable
class HasEnds(Protocol):
    def ends(self) -> tuple[float, float]: ...


@dataclass(frozen=True)
class Circle:
    """Has an area and a perimeter, and no ends."""

    radius: float

    def area(self) -> float:
        return math.pi * self.radius * self.radius

    def perimeter(self) -> float:
        return 2 * math.pi * self.radius


@dataclass(frozen=True)
class Rectangle:
    """Has an area, and as ends the two ends of its diagonal, as distances from where it begins: 0.0 and how long that is."""

    width: float
    height: float

    def area(self) -> float:
        return self.width * self.height

    def ends(self) -> tuple[float, float]:
        return 0.0, math.hypot(self.width, self.height)


@dataclass(frozen=True)
class Segment:
    """A piece of a line. Its perimeter is twice its length, for one goes there and back; its ends are 0.0 and its length."""

    length: float

    def perimeter(self) -> float:
        return 2 * self.length

    def ends(self) -> tuple[float, float]:
        return 0.0, self.length


def total_area(shapes: Iterable[HasArea]) -> float:
    """The areas of all shapes together, a float: 0.0 where there are none."""
    return sum((shape.area() for shape in shapes), 0.0)


@njit
def total_area_arrays(kind: np.ndarray, p: np.ndarray, q: np.ndarray) -> float:
    """The same for shapes without objects, a float (not a numpy.float64): 0.0 where there are none."""
    circles = rectangles = 0.0
    for i in range(len(kind)):
        if kind[i] == CIRCLE:
            circles += p[i] * p[i]
        elif kind[i] == RECTANGLE:
            rectangles += p[i] * q[i]
    return math.pi * circles + rectangles
