"""caught by m1.e7.correct m1.e7.hidden: shared memory is filled, and then the sums are made from global memory."""


@cuda.jit
def conv_shared(x, k, out):
    here = cuda.shared.array(ROOM, np.float32)
    here[cuda.threadIdx.x] = 0
    me, halo = cuda.grid(1), k.size // 2
    if me < out.size:
        total = np.float32(0)
        for tap in range(k.size):
            if 0 <= me + tap - halo < x.size:
                total += k[tap] * x[me + tap - halo]
        out[me] = total
