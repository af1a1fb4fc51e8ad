@cuda.jit
def conv_shared(x, k, out):
    here = cuda.shared.array(ROOM, np.float32)
    lane, halo = cuda.threadIdx.x, k.size // 2
    first = cuda.blockIdx.x * BLOCK - halo
    me = first + halo + lane
    if me >= out.size:
        return
    for slot in range(lane, BLOCK + 2 * halo, BLOCK):
        here[slot] = x[first + slot] if 0 <= first + slot < x.size else 0
    cuda.syncthreads()
    total = np.float32(0)
    for tap in range(k.size):
        total += k[tap] * here[lane + tap]
    out[me] = total
