"""caught by m1.e7.correct m1.e7.hidden: the threads that have no element left write beyond the end."""


@cuda.jit
def add(a, b, out):
    me = cuda.grid(1)
    out[me] = a[me] + b[me]
