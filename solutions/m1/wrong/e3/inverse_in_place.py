"""caught by m1.e3.hidden: writes the inverse over p."""

_inverse = inverse


def inverse(p: np.ndarray) -> np.ndarray:
    p[:] = _inverse(p)
    return p
