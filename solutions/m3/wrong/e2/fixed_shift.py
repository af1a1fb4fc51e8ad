"""caught by m3.e2.correct m3.e2.speed m3.e2.hidden: moves all numbers by what suits some of them."""


@njit
def _variance(x):
    sums, squares = 0.0, 0.0
    for i in range(len(x)):
        away = x[i] - 1e8
        sums += away
        squares += away * away
    mean = sums / len(x)
    return squares / len(x) - mean * mean
