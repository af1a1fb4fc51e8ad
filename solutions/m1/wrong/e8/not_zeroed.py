"""caught by m1.e8.correct m1.e8.hidden: shared memory is taken for empty."""


@cuda.jit
def hist_shared(x, h):
    mine = cuda.shared.array(BINS, np.int32)
    for place in range(cuda.grid(1), x.size, cuda.gridsize(1)):
        cuda.atomic.add(mine, x[place], 1)
    cuda.syncthreads()
    for bin_ in range(cuda.threadIdx.x, BINS, cuda.blockDim.x):
        cuda.atomic.add(h, bin_, mine[bin_])
