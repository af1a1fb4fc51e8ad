"""m0.e6: one thing or many. What can it do, asked of an object; and the same numbers with no objects at all.

A protocol says what something can do, whatever its class is and whatever that inherits from. Decorate the three protocols so
that isinstance(thing, HasArea) answers whether it has the method. Write the methods of the three frozen dataclasses, none of
which inherits from anything. All sizes are floats, 0 or more; the diagonal of a rectangle is right however long it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

CIRCLE, RECTANGLE, SEGMENT = 0, 1, 2
"""The kinds of total_area_arrays."""


class HasArea(Protocol):
    def area(self) -> float:
        raise NotImplementedError


class HasPerimeter(Protocol):
    def perimeter(self) -> float:
        raise NotImplementedError


class HasEnds(Protocol):
    def ends(self) -> tuple[float, float]:
        raise NotImplementedError


@dataclass(frozen=True)
class Circle:
    """Has an area and a perimeter, and no ends."""

    radius: float

    def area(self) -> float:
        raise NotImplementedError

    def perimeter(self) -> float:
        raise NotImplementedError


@dataclass(frozen=True)
class Rectangle:
    """Has an area, and as ends the two ends of its diagonal, as distances from where it begins: 0.0 and how long that is."""

    width: float
    height: float

    def area(self) -> float:
        raise NotImplementedError

    def ends(self) -> tuple[float, float]:
        raise NotImplementedError


@dataclass(frozen=True)
class Segment:
    """A piece of a line. Its perimeter is twice its length, for one goes there and back; its ends are 0.0 and its length."""

    length: float

    def perimeter(self) -> float:
        raise NotImplementedError

    def ends(self) -> tuple[float, float]:
        raise NotImplementedError


def total_area(shapes: Iterable[HasArea]) -> float:
    """The areas of all shapes together, a float: 0.0 where there are none.

    The shapes can be gone through once. Each has an area, and may be of any class, also of one that you have never seen. It
    races against a plain loop over the same objects; nothing more is needed than to be at least half as fast.
    """
    raise NotImplementedError


def total_area_arrays(kind: np.ndarray, p: np.ndarray, q: np.ndarray) -> float:
    """The same for shapes without objects, a float (not a numpy.float64): 0.0 where there are none.

    kind is uint8, each of them one of the three, p and q are float64, all contiguous of shape (n,), and stay as they were. A
    CIRCLE has its radius in p. A RECTANGLE has its width in p and its height in q. A SEGMENT has no area, whatever its
    length in p. What no area needs, such as the q of a circle, may be anything, also NaN, and counts for nothing. It
    races against numpy with a mask for each kind.
    """
    raise NotImplementedError
