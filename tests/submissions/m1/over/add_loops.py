@cuda.jit
def add(a, b, out):
    me = cuda.grid(1)
    while me < out.size:
        out[me] = a[me] + b[me]
