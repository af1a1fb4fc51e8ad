"""Given for m1.e3: the yardstick of the race.

It walks once over the same numbers and adds them up in double precision, one after another, in compiled code. So does
what you are to write, less wastefully; both are held up by the same additions, on any machine. A list of lists would be
another matter: against that the ratio says how fast your Python is.
"""

from collections.abc import Callable
from typing import Any

import numpy as np


def prefix_sums(data: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """The yardstick: one running total over everything; a row is worth what the total grows by in it."""
    total = np.zeros(len(data) + 1)
    np.cumsum(data, out=total[1:])
    return np.diff(total[offsets])


# For the tests: what depends on where arrays lie is looked at on this side of the wire.


def kept(function: Callable[..., Any], arguments: tuple[Any, ...], others: tuple[Any, ...]) -> Any:
    """What function(*arguments) returned, as it is after other calls."""
    answer = function(*arguments)
    for _ in range(3):  # answers may take turns in a few buffers
        function(*others)
    return answer


def made_longer(
    append_to_row: Callable[..., Any], data: np.ndarray, offsets: np.ndarray, row: int, values: np.ndarray
) -> dict[str, Any]:
    """What append_to_row returns, and whether some of it lies in the memory of what it was given."""
    answer = append_to_row(data, offsets, row, values)
    shared = any(np.shares_memory(new, old) for new in answer for old in (data, offsets, values))
    return {"answer": answer, "shared": shared}


def apply_to_view(apply_in_place: Callable[..., Any], x: np.ndarray, p: np.ndarray) -> np.ndarray:
    """x as every other element of a larger array of zeros, in the order x[p]; all of that array."""
    larger = np.zeros(2 * len(x), x.dtype)
    larger[::2] = x
    apply_in_place(larger[::2], p)
    return larger
