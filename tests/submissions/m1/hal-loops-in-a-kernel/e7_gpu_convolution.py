"""m1.e7: your first kernels for a GPU, and why its fast memory is the one that you have to fill yourself."""

import numpy as np
from given_e7 import BLOCK, LONGEST
from numba import cuda

HALO = LONGEST // 2
ROOM = BLOCK + 2 * HALO


def launch_shape(n: int, block: int) -> tuple[int, int]:
    """As many blocks as it takes, rounded up."""
    return max(1, (n + block - 1) // block), block


@cuda.jit
def add(a, b, out):
    """One thread per element."""
    me = cuda.grid(1)
    while me < out.size:
        out[me] = a[me] + b[me]


@cuda.jit
def add_grid_stride(a, b, out):
    """Every thread takes one element, then the one a whole grid further on."""
    for me in range(cuda.grid(1), out.size, cuda.gridsize(1)):
        out[me] = a[me] + b[me]


@cuda.jit
def conv_padded(x, k, out):
    """The zeros at the ends are there already."""
    me = cuda.grid(1)
    total = np.float32(0)
    for tap in range(k.size):
        total += k[tap] * x[me + tap]
    out[me] = total


@cuda.jit
def conv_shared(x, k, out):
    """Load the block's elements with a halo on both sides, meet, compute from shared memory."""
    here = cuda.shared.array(ROOM, np.float32)
    taps = cuda.shared.array(LONGEST, np.float32)
    lane = cuda.threadIdx.x
    halo = k.size // 2
    first = cuda.blockIdx.x * BLOCK - halo
    for slot in range(lane, BLOCK + 2 * halo, BLOCK):
        if 0 <= first + slot < x.size:
            here[slot] = x[first + slot]
        else:
            here[slot] = 0
    if lane < k.size:
        taps[lane] = k[lane]
    cuda.syncthreads()
    me = first + halo + lane
    if me < out.size:
        total = np.float32(0)
        for tap in range(k.size):
            total += taps[tap] * here[lane + tap]
        out[me] = total


def smooth(x: np.ndarray, k: np.ndarray, times: int) -> np.ndarray:
    """Two arrays on the GPU, which take turns."""
    now, filter_ = cuda.to_device(x), cuda.to_device(k)
    then = cuda.device_array_like(now)
    for _ in range(times):
        conv_shared[launch_shape(x.size, BLOCK)](now, filter_, then)
        now, then = then, now
    return now.copy_to_host()
