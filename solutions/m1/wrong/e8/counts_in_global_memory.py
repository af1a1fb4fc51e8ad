"""caught by m1.e8.correct m1.e8.hidden: each element is one atomic addition to global memory after all."""


@cuda.jit
def hist_shared(x, h):
    for place in range(cuda.grid(1), x.size, cuda.gridsize(1)):
        cuda.atomic.add(h, x[place], 1)
