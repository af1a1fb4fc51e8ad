"""caught by m3.e1.correct m3.e1.speed m3.e1.hidden: too small a sum becomes the largest number as well."""


def add_saturating(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The largest number where the sum does not fit."""
    return np.where(overflows(a, b), a.dtype.type(np.iinfo(a.dtype).max), a + b)
