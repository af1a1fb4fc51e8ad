"""caught by m0.e3.correct m0.e3.speed m0.e3.hidden: what was before the signal is taken to be 0."""


@njit
def _smooth(x, a, y):
    last = 0.0
    for i in range(len(x)):
        last = a * x[i] + (1 - a) * last
        y[i] = last
