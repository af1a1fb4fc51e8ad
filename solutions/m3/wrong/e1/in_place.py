"""caught by m3.e1.speed m3.e1.hidden: writes the answer over b, which may be read-only, and stays as it was."""


@njit
def _add_into(a, b, lowest, highest):
    for i in range(len(a)):
        x, y = a[i], b[i]
        if y > 0:
            b[i] = highest if x > highest - y else x + y
        else:
            b[i] = lowest if x < lowest - y else x + y
    return b


def add_saturating(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Needs no memory."""
    _checked(a, b)
    ends = np.iinfo(a.dtype)
    return _add_into(a, b, ends.min, ends.max)
