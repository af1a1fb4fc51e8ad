"""m2.e6: many processes, one array."""

import math
import sys
from concurrent.futures import ProcessPoolExecutor, wait
from multiprocessing import resource_tracker
from multiprocessing.shared_memory import SharedMemory

import numpy as np


def _open(name):
    # who only attaches must not be noted by the resource tracker: it would remove the block
    if sys.version_info >= (3, 13):
        return SharedMemory(name, track=False)
    register = resource_tracker.register
    resource_tracker.register = lambda *a: None
    try:
        return SharedMemory(name)
    finally:
        resource_tracker.register = register


class SharedArray:
    """A numpy array in a block of shared memory."""

    def __init__(self, shape, dtype):
        dtype = np.dtype(dtype)
        size = max(1, math.prod(shape) * dtype.itemsize)  # 0 bytes are not allowed
        self._setup(SharedMemory(create=True, size=size), shape, dtype, True)
        self.array.fill(0)

    def _setup(self, block, shape, dtype, owner):
        self._block = block
        self._owner = owner
        self._unlinked = False
        self.name = block.name
        self.shape = tuple(shape)
        self.dtype = np.dtype(dtype)
        self.array = np.ndarray(self.shape, self.dtype, buffer=block.buf)

    @classmethod
    def attach(cls, name, shape, dtype):
        self = cls.__new__(cls)
        block = _open(name)
        try:
            self._setup(block, shape, dtype, False)
        except BaseException:
            block.close()
            raise
        return self

    def close(self):
        self.array = None
        try:
            self._block.close()
        except BufferError:
            pass  # somebody still has a view, it goes when the view goes

    def unlink(self):
        if not self._unlinked:
            self._unlinked = True
            self._block.unlink()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()
        if self._owner:
            self.unlink()

    def __reduce__(self):
        return type(self).attach, (self.name, self.shape, self.dtype.str)


def _sum_piece(shared, begin, end):
    with shared:
        return float(shared.array.reshape(-1)[begin:end].sum(dtype=np.float64))


def _map_piece(f, shared_in, shared_out, begin, end):
    with shared_in, shared_out:
        for i in range(begin, end):
            # a copy, so nobody holds on to the block
            shared_out.array[i] = f(shared_in.array[i].copy())


def _run(pool, workers, jobs):
    # jobs: (function, args...), results in order
    if pool is None:
        with ProcessPoolExecutor(workers) as own:
            return _run(own, workers, jobs)
    futures = [pool.submit(*job) for job in jobs]
    try:
        return [fut.result() for fut in futures]
    finally:
        for fut in futures:
            fut.cancel()
        wait(futures)


def _cuts(n, pieces):
    cuts = [(n * i // pieces, n * (i + 1) // pieces) for i in range(pieces)]
    return [c for c in cuts if c[0] < c[1]]


def process_sum(shared, workers, pool=None):
    """The sum of all elements, by processes."""
    jobs = [(_sum_piece, shared, a, b) for a, b in _cuts(math.prod(shared.shape), workers)]
    if not jobs:
        return 0.0
    return math.fsum(_run(pool, workers, jobs))


def process_map_rows(f, shared_in, shared_out, workers, pool=None):
    """Write f(row) to shared_out for every row of shared_in."""
    # some more pieces than workers, if one is slow
    jobs = [(_map_piece, f, shared_in, shared_out, a, b) for a, b in _cuts(shared_in.shape[0], 4 * workers)]
    if jobs:
        _run(pool, workers, jobs)
