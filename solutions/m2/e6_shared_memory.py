"""m2.e6: many processes, one array. Send where the numbers are, not the numbers."""

import contextlib
import math
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, wait
from multiprocessing.shared_memory import SharedMemory
from typing import Any

import numpy as np


class SharedArray:
    """A numpy array in a block of shared memory: what one process writes to it, all others see."""

    def __init__(self, shape: tuple[int, ...], dtype: str) -> None:
        """Make a new block; the system fills it with zeros. A block has at least one byte."""
        size = math.prod(shape) * np.dtype(dtype).itemsize
        self._look_at(SharedMemory(create=True, size=max(1, size)), shape, dtype)
        self._owner = True

    @classmethod
    def attach(cls, name: str, shape: tuple[int, ...], dtype: str) -> "SharedArray":
        """A SharedArray of a block that exists already."""
        shared = cls.__new__(cls)
        shared._look_at(SharedMemory(name), shape, dtype)
        shared._owner = False
        return shared

    def _look_at(self, block: SharedMemory, shape: tuple[int, ...], dtype: str) -> None:
        self._block, self.name = block, block.name
        self.shape, self.dtype = tuple(shape), np.dtype(dtype)
        self.array: Any = np.ndarray(self.shape, self.dtype, buffer=block.buf)

    def close(self) -> None:
        """Let go of the array, then of the block. While something else looks at the array, the block cannot be closed yet."""
        self.array = None
        with contextlib.suppress(BufferError):
            self._block.close()

    def unlink(self) -> None:
        """Remove the block from the system."""
        self._block.unlink()

    def __enter__(self) -> "SharedArray":
        return self

    def __exit__(self, *error: Any) -> None:
        """Close; the owner also unlinks."""
        self.close()
        if self._owner:
            self.unlink()

    def __reduce__(self) -> tuple[Any, ...]:
        """For pickle: attach to the same block."""
        return SharedArray.attach, (self.name, self.shape, self.dtype.str)


def _run(pool: ProcessPoolExecutor | None, task: Callable[..., Any], jobs: list[tuple[Any, ...]]) -> list[Any]:
    """task(*job) for every job, in processes. All have come to their end before an error is raised: nobody writes any more."""
    if pool is not None:
        futures = [pool.submit(task, *job) for job in jobs]
        wait(futures)
        return [future.result() for future in futures]
    with ProcessPoolExecutor(len(jobs)) as pool:
        return _run(pool, task, jobs)


def _pieces(length: int, workers: int) -> list[tuple[int, int]]:
    """Where the piece of each worker begins and ends."""
    return [(length * worker // workers, length * (worker + 1) // workers) for worker in range(workers)]


def _sum_piece(shared: SharedArray, first: int, last: int) -> float:
    with shared:
        return float(shared.array.reshape(-1)[first:last].sum(dtype=np.float64))


def process_sum(shared: SharedArray, workers: int, pool: ProcessPoolExecutor | None = None) -> float:
    """The sum of all elements by that many processes."""
    jobs = [(shared, first, last) for first, last in _pieces(shared.array.size, workers)]
    return sum(_run(pool, _sum_piece, jobs))


def _map_piece(
    f: Callable[[np.ndarray], np.ndarray], shared_in: SharedArray, shared_out: SharedArray, first: int, last: int
) -> None:
    with shared_in, shared_out:
        for i in range(first, last):
            shared_out.array[i] = f(shared_in.array[i])


def process_map_rows(
    f: Callable[[np.ndarray], np.ndarray],
    shared_in: SharedArray,
    shared_out: SharedArray,
    workers: int,
    pool: ProcessPoolExecutor | None = None,
) -> None:
    """Write f(row) to shared_out for every row of shared_in."""
    _run(pool, _map_piece, [(f, shared_in, shared_out, first, last) for first, last in _pieces(shared_in.shape[0], workers)])
