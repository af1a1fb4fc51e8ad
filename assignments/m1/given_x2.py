"""Given for m1.x2: the yardstick of the race.

It looks at every point for every place, in compiled code and in the same arithmetic as yours, so the ratio says how many
points your search does not look at. That is the same on any machine, nearly.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit


@njit
def _everybody(points, places, nearest):
    for i in range(len(places)):
        least = np.inf
        for j in range(len(points)):
            square = 0.0
            for k in range(3):
                apart = np.float64(points[j, k]) - np.float64(places[i, k])
                square += apart * apart
            if square < least:
                least = square
                nearest[i] = j


def everybody(points: np.ndarray, places: np.ndarray) -> np.ndarray:
    """The yardstick: the nearest of all points, for every place."""
    nearest = np.zeros(len(places), np.int64)
    _everybody(points, places, nearest)
    return nearest


def ask_once(make: Callable[[np.ndarray], Any], points: np.ndarray, places: np.ndarray) -> np.ndarray:
    """What is timed: make is your Nearest."""
    return make(points).query(places)


# For the tests: what happens to arrays between two calls happens on this side of the wire.


def ask_twice(
    make: Callable[[np.ndarray], Any], points: np.ndarray, places: np.ndarray, others: np.ndarray
) -> list[np.ndarray]:
    """Both answers of one Nearest, looked at in the end. The other places stand in the same array as those before."""
    index, asked = make(points), places.copy()
    first = index.query(asked)
    asked[:] = others
    for _ in range(3):  # answers may take turns in a few buffers
        second = index.query(asked)
    return [first, second]
