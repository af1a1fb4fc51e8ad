"""m1.e8: what tiles are good for, and five ways to count on a GPU."""

import numpy as np
from given_e8 import BINS, THREADS, TILE
from numba import cuda


@cuda.jit
def matmul_tiled(a, b, c):
    """Two barriers per step: nobody computes before all have copied, nobody copies before all have computed."""
    left = cuda.shared.array((TILE, TILE), np.float32)
    right = cuda.shared.array((TILE, TILE), np.float32)
    x, y = cuda.threadIdx.x, cuda.threadIdx.y
    j, i = cuda.grid(2)
    total = np.float32(0)
    for start in range(0, a.shape[1], TILE):
        left[y, x] = a[i, start + x] if i < a.shape[0] and start + x < a.shape[1] else 0
        right[y, x] = b[start + y, j] if start + y < b.shape[0] and j < b.shape[1] else 0
        cuda.syncthreads()
        for t in range(TILE):
            total += left[y, t] * right[t, x]
        cuda.syncthreads()
    if i < c.shape[0] and j < c.shape[1]:
        c[i, j] = total


@cuda.jit
def matmul_padded(a, b, c):
    """As matmul_tiled, where every tile is full."""
    left = cuda.shared.array((TILE, TILE), np.float32)
    right = cuda.shared.array((TILE, TILE), np.float32)
    x, y = cuda.threadIdx.x, cuda.threadIdx.y
    j, i = cuda.grid(2)
    total = np.float32(0)
    for start in range(0, a.shape[1], TILE):
        left[y, x] = a[i, start + x]
        right[y, x] = b[start + y, j]
        cuda.syncthreads()
        for t in range(TILE):
            total += left[y, t] * right[t, x]
        cuda.syncthreads()
    c[i, j] = total


@cuda.jit
def hist_atomic(x, h):
    """One atomic addition per element."""
    for place in range(cuda.grid(1), x.size, cuda.gridsize(1)):
        cuda.atomic.add(h, x[place], 1)


@cuda.jit
def hist_shared(x, h):
    """Zero, count, add: with a barrier between."""
    mine = cuda.shared.array(BINS, np.int32)
    for bin_ in range(cuda.threadIdx.x, BINS, cuda.blockDim.x):
        mine[bin_] = 0
    cuda.syncthreads()
    for place in range(cuda.grid(1), x.size, cuda.gridsize(1)):
        cuda.atomic.add(mine, x[place], 1)
    cuda.syncthreads()
    for bin_ in range(cuda.threadIdx.x, BINS, cuda.blockDim.x):
        cuda.atomic.add(h, bin_, mine[bin_])


@cuda.jit
def hist_local(x, h):
    """A histogram per thread, of elements that lie a grid apart."""
    mine = cuda.local.array(BINS, np.int32)
    for bin_ in range(BINS):
        mine[bin_] = 0
    for place in range(cuda.grid(1), x.size, cuda.gridsize(1)):
        mine[x[place]] += 1
    for bin_ in range(BINS):
        if mine[bin_]:
            cuda.atomic.add(h, bin_, mine[bin_])


@cuda.jit
def hist_gather(x, h):
    """Count alone, then add up in a tree."""
    counts = cuda.shared.array(THREADS, np.int32)
    lane, bin_ = cuda.threadIdx.x, cuda.blockIdx.x
    count = 0
    for place in range(lane, x.size, cuda.blockDim.x):
        count += x[place] == bin_
    counts[lane] = count
    half = cuda.blockDim.x // 2
    while half:
        cuda.syncthreads()
        if lane < half:
            counts[lane] += counts[lane + half]
        half //= 2
    if lane == 0:
        h[bin_] += counts[0]


@cuda.jit
def hist_atomic(x, h):
    for place in range(cuda.grid(1), x.size, cuda.gridsize(1)):
        h[x[place]] += 1
