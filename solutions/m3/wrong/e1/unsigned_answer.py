"""caught by m3.e1.correct m3.e1.hidden: shifts the right bits, and calls them unsigned."""


def shift_right_logical(x: np.ndarray, k: int) -> np.ndarray:
    """numpy's >> on unsigned integers."""
    _checked(x)
    if k < 0:
        raise ValueError("k is 0 or more")
    width = 8 * x.dtype.itemsize
    bits = x.view(f"u{x.dtype.itemsize}")
    return bits >> k if k < width else np.zeros_like(bits)
