"""m1.e8: what tiles are good for, and five ways to count on a GPU.

given_e8 has TILE, BINS, THREADS, a naive matrix multiplication, and a histogram that loses counts. No GPU is needed: the
checks run in Numba's simulator. To try things yourself: set the environment variable NUMBA_ENABLE_CUDASIM=1 before Python
starts. Every kernel also has to compile for a GPU, and none computes in float64. There, the shape of a shared or local array
is made of numbers and of names of numbers that stand outside of the kernels, such as WIDE = TILE + 1; TILE + 1 within a
kernel is none.
"""

from numba import cuda


@cuda.jit
def matmul_tiled(a, b, c):
    """c = a @ b for float32 matrices of shapes (m, k), (k, n), (m, n), any sizes from 1 on, in blocks of TILE x TILE threads.

    A block computes a tile of c: it walks along a's rows and b's columns tile by tile, copies both tiles into shared memory,
    and lets each thread add up TILE products. An element of a is so read from global memory n / TILE times, rounded up,
    instead of n. The matrices lie row by row. As in matmul_naive, x is for columns and y for rows.
    """
    raise NotImplementedError


@cuda.jit
def matmul_padded(a, b, c):
    """The same without a single if: all sizes are multiples of TILE, for the matrices have been padded with zeros.

    A while, a comparison, an `and` and an `or` count as an if, too.
    """
    raise NotImplementedError


@cuda.jit
def hist_atomic(x, h):
    """Add to h how often each of 0 … BINS-1 occurs in x: cuda.atomic.add to global memory, once per element.

    x is int32 of shape (n,), n >= 0, with no other numbers in it; h is int32 of shape (BINS,), and may hold counts already.
    Counts become as large as an int32 can be, but no larger: none of these kernels keeps them in fewer bits, or as floats.
    Any number of threads, also fewer than elements or bins.
    """
    raise NotImplementedError


@cuda.jit
def hist_shared(x, h):
    """The same, where each block counts in shared memory and adds to h once: BINS atomic additions to h per block, at most."""
    raise NotImplementedError


@cuda.jit
def hist_local(x, h):
    """The same, where each thread counts in an array of its own, and none in shared memory: BINS atomic additions to h
    per thread, at most.

    Which elements a thread takes decides how often memory is asked: a warp should read 32 neighbours at a time.
    """
    raise NotImplementedError


@cuda.jit
def hist_gather(x, h):
    """The same the other way round, without any atomic operation: block number b counts the elements that equal b.

    It is launched with BINS blocks of 1, 2, 4 … threads, THREADS at most. The threads' counts are added up in shared
    memory: in the first round half of the threads each add what a thread of the other half has, in the next round half of
    those, and so on. Which half that is, is up to you.
    """
    raise NotImplementedError
