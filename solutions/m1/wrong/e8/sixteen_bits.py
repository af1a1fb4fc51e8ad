"""caught by m1.e8.hidden: the threads of a block leave their counts in 16 bits each, which end at 65,535."""


@cuda.jit
def hist_gather(x, h):
    counts = cuda.shared.array(THREADS, np.uint16)
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
