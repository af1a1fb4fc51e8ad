"""caught by m0.e3.correct m0.e3.hidden, perhaps m0.e3.speed: lets the compiler round as it likes."""


@njit(fastmath=True)
def _steps(cx, cy, max_iter):
    zx, zy = 0.0, 0.0
    for step in range(1, max_iter):
        zx, zy = zx * zx - zy * zy + cx, 2 * zx * zy + cy
        if zx * zx + zy * zy > 4:
            return step
    return max_iter
