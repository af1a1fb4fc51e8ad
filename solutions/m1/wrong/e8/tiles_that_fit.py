"""caught by m1.e8.correct m1.e8.hidden: matrices of any size are read as if they ended where a tile ends."""


@cuda.jit
def matmul_tiled(a, b, c):
    left = cuda.shared.array((TILE, TILE), np.float32)
    right = cuda.shared.array((TILE, TILE), np.float32)
    x, y = cuda.threadIdx.x, cuda.threadIdx.y
    j, i = cuda.grid(2)
    total = np.float32(0)
    for step in range(a.shape[1] // TILE):
        left[y, x] = a[i, step * TILE + x]
        right[y, x] = b[step * TILE + y, j]
        cuda.syncthreads()
        for t in range(TILE):
            total += left[y, t] * right[t, x]
        cuda.syncthreads()
    if i < c.shape[0] and j < c.shape[1]:
        c[i, j] = total
