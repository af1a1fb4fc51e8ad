"""caught by m1.e7.correct m1.e7.hidden: takes the taps from the last to the first, as mathematicians do."""


@cuda.jit
def conv_padded(x, k, out):
    me = cuda.grid(1)
    total = np.float32(0)
    for tap in range(k.size):
        total += k[k.size - 1 - tap] * x[me + tap]
    out[me] = total
