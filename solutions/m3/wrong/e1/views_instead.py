"""caught by m3.e1.hidden: of bytes that lie apart, twice as many are shifted, or none can be read anew."""


def shift_right_logical(x: np.ndarray, k: int) -> np.ndarray:
    """numpy's >> on the bytes that lie where x begins."""
    _checked(x)
    if k < 0:
        raise ValueError("k is 0 or more")
    width = 8 * x.dtype.itemsize
    if k >= width:
        return np.zeros(len(x), x.dtype)
    bits = np.frombuffer(x, f"u{x.dtype.itemsize}") if len(x) else np.zeros(0, f"u{x.dtype.itemsize}")
    return (bits >> k).view(x.dtype)
