"""caught by m1.e8.correct m1.e8.hidden: two threads that read the same count both write the same sum."""


@cuda.jit
def hist_atomic(x, h):
    for place in range(cuda.grid(1), x.size, cuda.gridsize(1)):
        h[x[place]] += 1
