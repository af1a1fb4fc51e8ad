"""caught by m0.e8.hidden: writes every answer of a length into the same array."""

_values: dict[int, np.ndarray] = {}


@njit
def _into(c, x, values):
    values[:] = c[-1]
    for k in range(len(c) - 2, -1, -1):
        coefficient = c[k]
        for i in range(len(x)):
            values[i] = values[i] * x[i] + coefficient


def polynomials(c: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Horner's rule, without a new array."""
    values = _values.setdefault(len(x), np.empty(len(x)))
    _into(c, x, values)
    return values
