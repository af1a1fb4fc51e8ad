"""caught by m0.e3.correct m0.e3.speed m0.e3.hidden: rounds the middle of every pixel to float32."""


@njit
def _picture(steps, max_iter):
    height, width = steps.shape
    for r in range(height):
        cy = np.float32(1.5 * ((height - 1 - 2 * r) / height))
        for k in range(width):
            cx = np.float32(1.5 * ((2 * k + 1 - width) / width) - 0.75)
            steps[r, k] = _steps(float(cx), float(cy), max_iter)
