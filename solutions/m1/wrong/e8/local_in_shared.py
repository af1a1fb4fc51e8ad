"""caught by m1.e8.hidden: hist_local counts in shared memory, as hist_shared does; no thread has an array of its own."""


@cuda.jit
def hist_local(x, h):
    mine = cuda.shared.array(BINS, np.int32)
    for bin_ in range(cuda.threadIdx.x, BINS, cuda.blockDim.x):
        mine[bin_] = 0
    cuda.syncthreads()
    for place in range(cuda.grid(1), x.size, cuda.gridsize(1)):
        cuda.atomic.add(mine, x[place], 1)
    cuda.syncthreads()
    for bin_ in range(cuda.threadIdx.x, BINS, cuda.blockDim.x):
        cuda.atomic.add(h, bin_, mine[bin_])
