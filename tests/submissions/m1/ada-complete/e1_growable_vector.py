"""m1.e1: memory comes in blocks that cannot grow. A vector that grows all the same, and a ring that need not."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from given_e1 import Full, allocate, move

FEWEST = 4


class Vector:
    """Doubling makes moving rare: n pushes move fewer than 2 n numbers. Halving late keeps it so when pops come, too."""

    def __init__(self, capacity: int = FEWEST, dtype: str = "i8") -> None:
        """An empty vector in one block."""
        self.capacity = max(capacity, FEWEST)
        self._dtype, self._length = dtype, 0
        self._block = allocate(self.capacity, dtype)

    def __len__(self) -> int:
        """How many numbers are in it."""
        return self._length

    def _move_to(self, capacity: int) -> None:
        """A new block with the numbers in it; the rest of the old one is not worth the way."""
        block = allocate(capacity, self._dtype)
        move(self._block, block, self._length)
        self._block, self.capacity = block, capacity

    def push(self, x: float) -> None:
        """Add x at the end."""
        if self._length == self.capacity:
            self._move_to(2 * self.capacity)
        self._block[self._length] = x
        self._length += 1

    def pop(self) -> float:
        """Take the last number away. At a quarter there is as much to pop as to push before the next move."""
        if not self._length:
            raise IndexError("pop from an empty vector")
        self._length -= 1
        x = self._block[self._length].item()
        if 4 * self._length == self.capacity > FEWEST:
            self._move_to(self.capacity // 2)
        return x

    def extend(self, xs: np.ndarray | Sequence[float]) -> None:
        """Add all of xs at the end."""
        length = self._length + len(xs)
        if length > self.capacity:
            capacity = self.capacity
            while capacity < length:
                capacity *= 2
            self._move_to(capacity)
        self._block[self._length : length] = xs
        self._length = length

    def reserve(self, capacity: int) -> None:
        """Room for that many at least."""
        if capacity > self.capacity:
            self._move_to(capacity)

    def shrink_to_fit(self) -> None:
        """Room for no more than there are."""
        capacity = max(self._length, FEWEST)
        if capacity < self.capacity:
            self._move_to(capacity)

    def view(self) -> np.ndarray:
        """The numbers, without a copy."""
        return self._block[: self._length]


def trace(operations: list[tuple[Any, ...]]) -> list[str]:
    """What the cells of a new Vector() hold after each of the operations."""
    vector, lines = Vector(), []
    for name, *arguments in operations:
        getattr(vector, name)(*arguments)
        unused = vector.capacity - len(vector)
        lines.append(" ".join([*map(str, vector.view().tolist()), *"*" * unused]))
    return lines


class Ring:
    """A queue in one block: where the oldest is, and how many there are, says everything."""

    def __init__(self, capacity: int, policy: str = "raise", dtype: str = "i8") -> None:
        """An empty ring in one block."""
        if policy not in ("raise", "drop_new", "drop_old", "grow"):
            raise ValueError(f"there is no policy {policy!r}")
        self.capacity, self.lost = capacity, 0
        self._policy, self._dtype = policy, dtype
        self._oldest = self._length = 0
        self._block = allocate(capacity, dtype)

    def __len__(self) -> int:
        """How many numbers wait in it."""
        return self._length

    def push(self, x: float) -> None:
        """Add x as the newest."""
        if self._length == self.capacity and not self._makes_room():
            return
        self._block[(self._oldest + self._length) % self.capacity] = x
        self._length += 1

    def _makes_room(self) -> bool:
        """For one more number, as the policy says; whether there is any."""
        if self._policy == "raise":
            raise Full(f"all {self.capacity} cells are in use")
        if self._policy == "grow":
            self._grow()
            return True
        self.lost += 1
        if self._policy == "drop_old":
            self._oldest = (self._oldest + 1) % self.capacity
            self._length -= 1
        return self._policy == "drop_old"

    def _grow(self) -> None:
        """The oldest numbers, up to the end of the block, come first in the new one, then those from its beginning."""
        block = allocate(2 * self.capacity, self._dtype)
        first = self.capacity - self._oldest
        move(self._block[self._oldest :], block, first)
        move(self._block, block[first:], self._oldest)
        self._block, self.capacity, self._oldest = block, 2 * self.capacity, 0

    def pop(self) -> float:
        """Take the oldest number away."""
        if not self._length:
            raise IndexError("pop from an empty ring")
        x = self._block[self._oldest].item()
        self._oldest = (self._oldest + 1) % self.capacity
        self._length -= 1
        return x
