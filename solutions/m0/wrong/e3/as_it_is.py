"""caught by m0.e3.hidden: for a = 1 it returns x itself."""


@njit
def _smooth(x, a):
    y = np.empty(len(x))
    if len(x) > 0:
        y[0] = x[0]
    for i in range(1, x.size):
        y[i] = a * x[i] + (1 - a) * y[i - 1]
    return y


def smooth(x, a):
    if not 0 < a <= 1:
        raise ValueError("a is more than 0, and at most 1")
    if a == 1:
        return x  # nothing to smooth
    return _smooth(x, a)
