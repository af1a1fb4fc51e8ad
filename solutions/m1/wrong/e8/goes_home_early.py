"""caught by m1.e8.correct m1.e8.hidden: threads outside of c return before the barriers that the others wait at."""


@cuda.jit
def matmul_tiled(a, b, c):
    left = cuda.shared.array((TILE, TILE), np.float32)
    right = cuda.shared.array((TILE, TILE), np.float32)
    x, y = cuda.threadIdx.x, cuda.threadIdx.y
    j, i = cuda.grid(2)
    if i >= c.shape[0] or j >= c.shape[1]:
        return
    total = np.float32(0)
    for start in range(0, a.shape[1], TILE):
        left[y, x] = a[i, start + x] if start + x < a.shape[1] else 0
        right[y, x] = b[start + y, j] if start + y < b.shape[0] else 0
        cuda.syncthreads()
        for t in range(TILE):
            total += left[y, t] * right[t, x]
        cuda.syncthreads()
    c[i, j] = total
