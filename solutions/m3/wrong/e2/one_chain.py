"""caught by m3.e2.speed: right, in one pass, and every sum waits for itself."""


@njit
def _variance(x):
    near, sums, squares = x[0], 0.0, 0.0
    for i in range(len(x)):
        away = x[i] - near
        sums += away
        squares += away * away
    mean = sums / len(x)
    return squares / len(x) - mean * mean
