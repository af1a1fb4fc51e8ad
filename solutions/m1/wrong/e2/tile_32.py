"""caught by m1.e2.speed: tiles without a buffer, and so large that their rows throw each other out of the cache."""


@njit
def _transpose(src, dst):
    n, m = src.shape
    for i in range(0, n, 32):
        for j in range(0, m, 32):
            for di in range(i, min(i + 32, n)):
                for dj in range(j, min(j + 32, m)):
                    dst[dj, di] = src[di, dj]
