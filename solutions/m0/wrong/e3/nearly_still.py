"""caught by m0.e3.hidden: a point that moves by less than 1e-6 is taken for one that stays."""


@njit
def _steps(cx, cy, max_iter):
    zx, zy = 0.0, 0.0
    markx, marky, mark = 0.0, 0.0, 1
    for step in range(1, max_iter + 1):
        zx, zy = zx * zx - zy * zy + cx, 2 * zx * zy + cy
        if zx * zx + zy * zy > 4:
            return step
        if abs(zx - markx) < 1e-6 and abs(zy - marky) < 1e-6:
            return max_iter  # it goes round in circles
        if step == mark:
            markx, marky, mark = zx, zy, 2 * mark
    return max_iter


@njit
def _picture(width, height, max_iter):
    answer = np.empty((height, width), np.uint16)
    for r in range(height):
        up = 1.5 * ((height - 1 - 2 * r) / height)
        for k in range(width):
            across = 1.5 * ((2 * k + 1 - width) / width) - 0.75
            answer[r, k] = _steps(across, up, max_iter)
    return answer


def escape_time(width, height, max_iter):
    if width < 1 or height < 1 or not 1 <= max_iter <= 65_535:
        raise ValueError("width and height are 1 or more, and max_iter is 1 to 65,535")
    return _picture(width, height, max_iter)
