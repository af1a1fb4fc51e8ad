"""m2.e6: many processes, one array. Send where the numbers are, not the numbers.

multiprocessing.shared_memory has blocks of bytes with a name, concurrent.futures has pools of processes.
"""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import numpy as np


class SharedArray:
    """A numpy array in a block of shared memory: what one process writes to it, all others see.

    It has the attributes name (str, the block's), shape (tuple), dtype (np.dtype) and array: a view of the block, not a
    copy. The object that makes the block owns it; objects that attach to it do not. shape may contain 0. dtype is any that
    numpy writes as a short text, of either byte order: "<f8", ">i4", "?", "c16", "M8[s]", "U3"; it has no fields.
    """

    def __init__(self, shape: tuple[int, ...], dtype: str) -> None:
        """Make a new block, filled with zeros."""
        raise NotImplementedError

    @classmethod
    def attach(cls, name: str, shape: tuple[int, ...], dtype: str) -> "SharedArray":
        """A SharedArray of a block that exists already. Raises FileNotFoundError when there is none of that name."""
        raise NotImplementedError

    def close(self) -> None:
        """Let go of the block, which lives on for the others. Closing again does nothing."""
        raise NotImplementedError

    def unlink(self) -> None:
        """Remove the block from the system; the owner does this once, or leaves it to the end of a with statement."""
        raise NotImplementedError

    def __enter__(self) -> "SharedArray":
        raise NotImplementedError

    def __exit__(self, *error: Any) -> None:
        """Close, if that was not done yet; the owner also unlinks. An exception passes through.

        All that, too, where something still looks at the array.
        """
        raise NotImplementedError

    def __reduce__(self) -> tuple[Any, ...]:
        """For pickle, also of a copy: how to attach to the same block, without the numbers in it."""
        raise NotImplementedError


def process_sum(shared: SharedArray, workers: int, pool: ProcessPoolExecutor | None = None) -> float:
    """The sum of all elements, added up in double precision by that many processes: those of the pool, if there is one.

    shared has any shape, and any dtype of integers, floats or bools, of either byte order. If there are enough elements,
    every process has a share of them to do, whatever the shape. Without a pool, the processes have ended when this returns
    or raises. In the race there is a pool, which is running already.
    """
    raise NotImplementedError


def process_map_rows(
    f: Callable[[np.ndarray], np.ndarray],
    shared_in: SharedArray,
    shared_out: SharedArray,
    workers: int,
    pool: ProcessPoolExecutor | None = None,
) -> None:
    """Write f(row) to shared_out for every row of shared_in. This one races, too.

    The work is done by that many processes: those of the pool, if there is one. Both arrays have two dimensions and as many
    rows; how many columns, and of which dtype, may differ. If f raises, whatever it is, the call raises the same exception
    (if it does for several rows, any one of them); both arrays stay usable, and no process writes to them any more. Without
    a pool, the processes have ended when this returns or raises.
    """
    raise NotImplementedError
