"""caught by m3.e8.hidden: only NaN is refused."""


def quantise_int8(W: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Whole numbers from -127 to 127, and one scale for each column."""
    _take(W, np.float32, 2)
    if np.isnan(W).any():
        raise ValueError("infinities and NaN have no whole number")
    scale = np.abs(W).max(axis=0, initial=0) / np.float32(127)
    return np.ascontiguousarray(np.rint(W / np.where(scale, scale, 1)).astype(np.int8)), scale
