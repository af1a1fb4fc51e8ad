"""caught by m1.e7.hidden: adds to what is in out already."""


@cuda.jit
def add(a, b, out):
    me = cuda.grid(1)
    if me < out.size:
        out[me] += a[me] + b[me]
