@cuda.jit
def add(a, b, out):
    me = cuda.grid(1)
    out[me] = a[me] + b[me]
