"""caught by m1.e8.correct m1.e8.hidden: the naive multiplication, which reads everything again and again."""


@cuda.jit
def matmul_tiled(a, b, c):
    j, i = cuda.grid(2)
    if i < c.shape[0] and j < c.shape[1]:
        total = np.float32(0)
        for t in range(a.shape[1]):
            total += a[i, t] * b[t, j]
        c[i, j] = total
