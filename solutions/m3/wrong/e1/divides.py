"""caught by m3.e1.correct m3.e1.hidden: divides towards zero, as C does, and as no shift does."""


def shift_right_arithmetic(x: np.ndarray, k: int) -> np.ndarray:
    """Divides by two to the power of k."""
    _checked(x)
    if k < 0:
        raise ValueError("k is 0 or more")
    return np.array([abs(each) >> min(k, 64) if each >= 0 else -(-each >> min(k, 64)) for each in x.tolist()], x.dtype)
