"""caught by m0.e8.speed m0.e8.hidden: numpy, which begins with zero, and begins anew for every coefficient."""


def polynomials(c: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The values, by the library."""
    return np.polyval(c[::-1], x)
