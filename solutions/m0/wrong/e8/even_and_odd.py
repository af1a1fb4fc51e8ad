"""caught by m0.e8.correct m0.e8.speed m0.e8.hidden: two shorter chains for x squared, which round otherwise."""


@njit
def _half(c, x):
    values = np.zeros(len(x))
    for k in range(len(c) - 1, -1, -1):
        coefficient = c[k]
        for i in range(len(x)):
            values[i] = values[i] * x[i] + coefficient
    return values


@njit
def polynomials(c: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Even powers and odd powers, each by Horner's rule."""
    return _half(c[::2], x * x) + x * _half(c[1::2], x * x)
