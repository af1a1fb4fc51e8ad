"""caught by m0.e8.correct m0.e8.hidden: eight points side by side, and no others."""


@njit
def polynomials(c: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Horner's rule for eight points at a time."""
    values = np.zeros(len(x))
    for i in range(0, len(x) - 7, 8):
        some, there = values[i : i + 8], x[i : i + 8]
        some[:] = c[-1]
        for k in range(len(c) - 2, -1, -1):
            coefficient = c[k]
            for j in range(8):
                some[j] = some[j] * there[j] + coefficient
    return values
