"""caught by m3.e2.correct m3.e2.speed m3.e2.hidden: what does not fill all lanes is left out."""


@njit
def _variance(x):
    near, n = x[0], len(x)
    sums, squares = np.zeros(_LANES), np.zeros(_LANES)
    for i in range(0, n - _LANES + 1, _LANES):
        some = x[i : i + _LANES]
        for j in range(_LANES):
            away = some[j] - near
            sums[j] += away
            squares[j] += away * away
    mean = sums.sum() / n
    return squares.sum() / n - mean * mean
