"""Given for m1.e8: two kernels to learn from, one of them wrong, and yardsticks for a GPU. Yours to call, not to change."""

import numpy as np
from numba import config, cuda

TILE = 4 if config.ENABLE_CUDASIM else 16
"""Rows and columns of a tile. The simulator runs threads one by one, hence so few of them there."""
BINS = 8
"""Cells of every histogram."""
THREADS = 32 if config.ENABLE_CUDASIM else 256
"""Threads of a block that counts."""
BLOCKS = 2 if config.ENABLE_CUDASIM else 512
"""Blocks that count in the race on a GPU."""


@cuda.jit
def matmul_naive(a, b, c):
    """c = a @ b, one thread per element of c. Neighbouring threads read neighbouring columns of b."""
    column, row = cuda.grid(2)
    if row < c.shape[0] and column < c.shape[1]:
        total = c.dtype.type(0)
        for i in range(a.shape[1]):
            total += a[row, i] * b[i, column]
        c[row, column] = total


@cuda.jit
def hist_scatter(x, h):
    """How NOT to count: two threads that read the same 7 both write 8."""
    i = cuda.grid(1)
    if i < x.size:
        h[x[i]] += 1


def naively_multiplied(a, b):
    """The yardstick, for matrices that are on the GPU already."""
    return multiplied(matmul_naive, a, b)


def multiplied(kernel, a, b):
    """What a kernel with the arguments (a, b, c) makes of a and b, in blocks of TILE x TILE threads, as a matrix on the GPU."""
    c = cuda.device_array((a.shape[0], b.shape[1]), a.dtype)
    kernel[(-(-b.shape[1] // TILE), -(-a.shape[0] // TILE)), (TILE, TILE)](a, b, c)
    return c


def multiplied_by_torch(a, b):
    """The second yardstick: torch, which others have tuned for years. In float32 throughout, as you."""
    import torch

    torch.backends.cuda.matmul.allow_tf32 = False
    return as_tensor(a) @ as_tensor(b)


def counted(kernel, x):
    """What a kernel with the arguments (x, h) counts in x, with BLOCKS blocks of THREADS threads."""
    h = cuda.to_device(np.zeros(BINS, np.int32))
    kernel[BLOCKS, THREADS](x, h)
    return h


def counted_by_torch(x):
    """The yardstick of counting."""
    import torch

    return torch.bincount(as_tensor(x), minlength=BINS).to(torch.int32)


def as_tensor(array):
    """An array on the GPU as a tensor of torch's, with the same bytes. The simulator's arrays are in ordinary memory."""
    import torch

    return torch.as_tensor(array.copy_to_host()) if config.ENABLE_CUDASIM else torch.as_tensor(array, device="cuda")
