"""caught by m1.e8.correct m1.e8.hidden: the next tile is copied while others still compute with this one."""


@cuda.jit
def matmul_tiled(a, b, c):
    left = cuda.shared.array((TILE, TILE), np.float32)
    right = cuda.shared.array((TILE, TILE), np.float32)
    x, y = cuda.threadIdx.x, cuda.threadIdx.y
    j, i = cuda.grid(2)
    total = np.float32(0)
    for start in range(0, a.shape[1], TILE):
        left[y, x] = a[i, start + x] if i < a.shape[0] and start + x < a.shape[1] else 0
        right[y, x] = b[start + y, j] if start + y < b.shape[0] and j < b.shape[1] else 0
        cuda.syncthreads()
        for t in range(TILE):
            total += left[y, t] * right[t, x]
    if i < c.shape[0] and j < c.shape[1]:
        c[i, j] = total
