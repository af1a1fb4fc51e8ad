"""caught by m3.e8.correct m3.e8.hidden: divides by 128."""


def quantise_int8(W: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Whole numbers from -128 to 128, and one scale for each column."""
    _take(W, np.float32, 2)
    if not np.isfinite(W).all():
        raise ValueError("infinities and NaN have no whole number")
    scale = np.abs(W).max(axis=0, initial=0) / np.float32(128)
    return np.ascontiguousarray(np.rint(W / np.where(scale, scale, 1)).astype(np.int8)), scale
