"""caught by m3.e1.correct m3.e1.speed m3.e1.hidden: widens to int64, which is no wider than int64."""


def overflows(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Compares the sum in 64 bits with the ends."""
    _checked(a, b)
    ends, wide = np.iinfo(a.dtype), a.astype("i8") + b
    return (wide < ends.min) | (wide > ends.max)


def add_saturating(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Cuts the sum in 64 bits off."""
    _checked(a, b)
    ends = np.iinfo(a.dtype)
    return np.clip(a.astype("i8") + b, ends.min, ends.max).astype(a.dtype)
