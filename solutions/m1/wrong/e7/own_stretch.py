"""caught by m1.e7.hidden: every thread takes a stretch of its own, so that a warp's accesses lie far apart."""


@cuda.jit
def add_grid_stride(a, b, out):
    share = (out.size + cuda.gridsize(1) - 1) // cuda.gridsize(1)
    for me in range(cuda.grid(1) * share, min(out.size, (cuda.grid(1) + 1) * share)):
        out[me] = a[me] + b[me]
