"""m1.e1: memory comes in blocks that cannot grow. A vector that grows all the same, and a ring that need not.

given_e1 has allocate and move, the only way to memory here: the tests count the blocks that you ask for and the numbers that
you move, which are those in use and no others. It also has the exception Full. numpy is all you need.

A dtype is one of numpy's for integers or floats, such as "i8" or "f4", and only numbers that it can hold are put in.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np


class Vector:
    """Numbers side by side at the beginning of one block, with room to grow behind them."""

    capacity: int
    """How many cells the block has, in use or not."""

    def __init__(self, capacity: int = 4, dtype: str = "i8") -> None:
        """An empty vector in one block of `capacity` cells of that dtype, but never fewer than 4."""
        raise NotImplementedError

    def __len__(self) -> int:
        """How many numbers are in it."""
        raise NotImplementedError

    def push(self, x: float) -> None:
        """Add x at the end. If the block is full, move to one of twice the capacity first."""
        raise NotImplementedError

    def pop(self) -> float:
        """Take the last number away and return it, as an int or a float like the dtype. Raises IndexError if there is none.

        If that leaves exactly a quarter of more than 4 cells in use, move to a block of half the capacity. The cell of
        the popped number is not written to: it is only no longer in use.
        """
        raise NotImplementedError

    def extend(self, xs: np.ndarray | Sequence[float]) -> None:
        """Add all of xs (one dimension, may be empty, may be a view of this vector or of a part of it) at the end.

        If they do not fit, double the capacity until they do, in thought; then move once.
        """
        raise NotImplementedError

    def reserve(self, capacity: int) -> None:
        """If there are fewer cells than that, move to a block of exactly that capacity."""
        raise NotImplementedError

    def shrink_to_fit(self) -> None:
        """Move to a block of exactly as many cells as are in use, but never fewer than 4; not if it is that already."""
        raise NotImplementedError

    def view(self) -> np.ndarray:
        """The numbers as an array of shape (len,), without a copy: who writes to it, writes to the vector."""
        raise NotImplementedError


def trace(operations: list[tuple[Any, ...]]) -> list[str]:
    """What the block of a new Vector() holds after each of the operations, one line each, such as "3 1 4 *".

    An operation is a method's name and its arguments: ("push", 3), ("extend", [1, 4]), ("pop",). None of them raises.
    Cells in use show their number, all others a star, also those in which a popped number is left.
    """
    raise NotImplementedError


class Ring:
    """A queue in one block: first in, first out; what runs off the end goes on at the beginning. Nothing ever shifts."""

    capacity: int
    """How many cells the block has."""

    lost: int
    """How many numbers were thrown away so far, not counting those that "raise" refused."""

    def __init__(self, capacity: int, policy: str = "raise", dtype: str = "i8") -> None:
        """An empty ring in one block of `capacity` (1 or more) cells. What push does when it is full is the policy:

        "raise" raises given_e1.Full, "drop_new" throws the new number away, "drop_old" the oldest one, and "grow" moves
        to a block of twice the capacity. Raises ValueError for any other policy.
        """
        raise NotImplementedError

    def __len__(self) -> int:
        """How many numbers wait in it."""
        raise NotImplementedError

    def push(self, x: float) -> None:
        """Add x as the newest. Writes to one cell, or to none, unless it moves to another block."""
        raise NotImplementedError

    def pop(self) -> float:
        """Take the oldest number away and return it as Vector's pop does; writes to no cell. Raises IndexError if empty."""
        raise NotImplementedError
