"""caught by m3.e3.correct m3.e3.hidden: a total that begins with 0.0 is a float64."""


@njit
def _neumaier(x):
    total, lost = 0.0, 0.0
    for number in x:
        total, error = _add(total, number)
        lost += error
    return np.float32(total + lost)
