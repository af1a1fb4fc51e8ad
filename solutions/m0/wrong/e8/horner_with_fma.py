"""caught by m0.e8.correct m0.e8.speed m0.e8.hidden: fastmath joins multiplication and addition, and rounds once."""


@njit(fastmath=True)
def polynomials(c: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Horner's rule, one step for all points."""
    values = np.empty(len(x))
    values[:] = c[-1]
    for k in range(len(c) - 2, -1, -1):
        coefficient = c[k]
        for i in range(len(x)):
            values[i] = values[i] * x[i] + coefficient
    return values
