"""caught by m1.e7.correct m1.e7.hidden: a block copies its own elements only, and takes its neighbours' for zero."""


@cuda.jit
def conv_shared(x, k, out):
    here = cuda.shared.array(BLOCK, np.float32)
    lane, halo, me = cuda.threadIdx.x, k.size // 2, cuda.grid(1)
    here[lane] = x[me] if me < x.size else 0
    cuda.syncthreads()
    if me < out.size:
        total = np.float32(0)
        for tap in range(k.size):
            slot = lane + tap - halo
            if 0 <= slot < BLOCK:
                total += k[tap] * here[slot]
        out[me] = total
