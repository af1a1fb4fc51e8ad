@cuda.jit
def conv_padded(x, k, out):
    me = cuda.grid(1)
    total = 0.0
    for tap in range(k.size):
        total += k[tap] * x[me + tap]
    out[me] = total
