"""caught by m0.e3.hidden: counts as away what is at 2 exactly, as the tip of the antenna is for ever."""


@njit
def _steps(cx, cy, max_iter):
    zx, zy = 0.0, 0.0
    for step in range(1, max_iter):
        zx, zy = zx * zx - zy * zy + cx, 2 * zx * zy + cy
        if zx * zx + zy * zy >= 4:
            return step
    return max_iter
