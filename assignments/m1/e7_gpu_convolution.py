"""m1.e7: your first kernels for a GPU, and why its fast memory is the one that you have to fill yourself.

given_e7 has a kernel to learn from, BLOCK and LONGEST. No GPU is needed: the checks run in Numba's simulator. To try things
yourself: set the environment variable NUMBA_ENABLE_CUDASIM=1 before Python starts. Every kernel also has to compile for a GPU,
and none computes in float64. There, the shape of a shared array is a number or the name of one that stands outside of the
kernels, such as ROOM = SIZE + 1; SIZE + 1 within a kernel is none.

All arrays are float32 of one dimension, and contiguous. What is in out before does not matter; all other arguments stay as
they are. A filter k has an odd number of taps, LONGEST at most; what it does is in given_e7.
"""

import numpy as np
from numba import cuda


def launch_shape(n: int, block: int) -> tuple[int, int]:
    """(blocks, threads of a block) so that there is a thread for each of n elements, and no block in vain.

    n is a whole number from 0 on, however large, and block is 1 or more. For n = 0 it is one block: no GPU launches none.
    """
    raise NotImplementedError


@cuda.jit
def add(a, b, out):
    """out = a + b, one thread per element. There may be more threads than elements."""
    raise NotImplementedError


@cuda.jit
def add_grid_stride(a, b, out):
    """out = a + b with however many threads there are, also fewer than elements.

    Neighbouring threads take neighbouring elements, so that a warp's accesses travel together.
    """
    raise NotImplementedError


@cuda.jit
def conv_padded(x, k, out):
    """The filter without a single if: x has len(k) // 2 more elements than out at either end, and out one per thread.

    A while, a comparison, an `and` and an `or` count as an if, too.
    """
    raise NotImplementedError


@cuda.jit
def conv_shared(x, k, out):
    """The filter, in blocks of BLOCK threads: each block copies what it needs of x and k into shared memory first.

    x and out have the same size, which need not be a multiple of BLOCK; no block is in vain. Beyond the ends x is zero.
    An element of x is read from global memory once per block that needs it, one of k once per block.
    """
    raise NotImplementedError


def smooth(x: np.ndarray, k: np.ndarray, times: int) -> np.ndarray:
    """x, maybe empty, after applying the filter that many times (0 or more), with conv_shared or any other kernel of yours.

    x and k travel to the GPU once each; only the answer travels back, as a new array, also where times is 0.
    """
    raise NotImplementedError
