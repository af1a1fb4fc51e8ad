"""caught by m1.e8.hidden: writes its counts over those that are in h already."""


@cuda.jit
def hist_gather(x, h):
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
        h[bin_] = counts[0]
