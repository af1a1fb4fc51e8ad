"""caught by m3.e1.correct m3.e1.speed m3.e1.hidden: the smallest number is taken for minus the largest."""


def add_saturating(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Stops at plus and minus the largest number."""
    _checked(a, b)
    ends = np.iinfo(a.dtype)
    return _add(a, b, -ends.max, ends.max)
