"""caught by m1.e8.correct m1.e8.hidden: counts one element per thread, and leaves out what lies beyond the last thread."""


@cuda.jit
def hist_atomic(x, h):
    me = cuda.grid(1)
    if me < x.size:
        cuda.atomic.add(h, x[me], 1)
