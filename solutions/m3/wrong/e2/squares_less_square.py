"""caught by m3.e2.correct m3.e2.speed m3.e2.hidden: the mean of the squares less the square of the mean, far from zero."""


@njit
def _variance(x):
    n = len(x)
    sums, squares = np.zeros(_LANES), np.zeros(_LANES)
    for i in range(0, n, _LANES):
        some = x[i : i + _LANES]
        for j in range(len(some)):
            sums[j] += some[j]
            squares[j] += some[j] * some[j]
    mean = sums.sum() / n
    return squares.sum() / n - mean * mean
