"""caught by m1.e7.correct m1.e7.hidden: the filter is one element too far to the right."""


@cuda.jit
def conv_padded(x, k, out):
    me = cuda.grid(1)
    total = np.float32(0)
    for tap in range(k.size):
        place = me + tap + 1
        total += k[tap] * x[min(place, x.size - 1)]
    out[me] = total
