"""caught by m1.e8.correct m1.e8.hidden: every thread counts a stretch of its own, so that each read is a transaction."""


@cuda.jit
def hist_local(x, h):
    mine = cuda.local.array(BINS, np.int32)
    for bin_ in range(BINS):
        mine[bin_] = 0
    share = (x.size + cuda.gridsize(1) - 1) // cuda.gridsize(1)
    for place in range(cuda.grid(1) * share, min(x.size, (cuda.grid(1) + 1) * share)):
        mine[x[place]] += 1
    for bin_ in range(BINS):
        cuda.atomic.add(h, bin_, mine[bin_])
