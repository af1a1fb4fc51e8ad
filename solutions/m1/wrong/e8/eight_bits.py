"""caught by m1.e8.hidden: each thread counts in bytes, which do for the race, and not for a number that comes 256 times."""


@cuda.jit
def hist_local(x, h):
    mine = cuda.local.array(BINS, np.uint8)
    for bin_ in range(BINS):
        mine[bin_] = 0
    for place in range(cuda.grid(1), x.size, cuda.gridsize(1)):
        mine[x[place]] += 1
    for bin_ in range(BINS):
        cuda.atomic.add(h, bin_, mine[bin_])
