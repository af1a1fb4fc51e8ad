"""caught by m1.e8.hidden: the first thread adds up the counts of all, one by one, and the others wait."""


@cuda.jit
def hist_gather(x, h):
    counts = cuda.shared.array(THREADS, np.int32)
    lane, bin_ = cuda.threadIdx.x, cuda.blockIdx.x
    count = 0
    for place in range(lane, x.size, cuda.blockDim.x):
        count += x[place] == bin_
    counts[lane] = count
    cuda.syncthreads()
    if lane == 0:
        for other in range(1, cuda.blockDim.x):
            count += counts[other]
        h[bin_] += count
