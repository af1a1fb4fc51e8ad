"""caught by m0.e8.hidden: begins with zero, and zero times infinity is no number."""


@njit
def polynomials(c: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Horner's rule, one step for all points, from zeros on."""
    values = np.zeros(len(x))
    for k in range(len(c) - 1, -1, -1):
        coefficient = c[k]
        for i in range(len(x)):
            values[i] = values[i] * x[i] + coefficient
    return values
