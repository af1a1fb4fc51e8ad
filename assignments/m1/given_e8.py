"""Given for m1.e8: two kernels to learn from, one of which is wrong. Yours to call, not to change."""

from numba import config, cuda

TILE = 4 if config.ENABLE_CUDASIM else 16
"""Rows and columns of a tile. The simulator runs threads one by one, hence so few of them there."""
BINS = 8
"""Cells of every histogram."""
THREADS = 32 if config.ENABLE_CUDASIM else 256
"""Threads of a block that counts."""


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
