"""caught by m3.e8.correct m3.e8.hidden: one scale for all columns."""


def quantise_int8(W: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Whole numbers from -127 to 127, and one scale for each column."""
    _take(W, np.float32, 2)
    if not np.isfinite(W).all():
        raise ValueError("infinities and NaN have no whole number")
    scale = np.full(W.shape[1], np.abs(W).max(initial=0) / np.float32(127), np.float32)
    return np.ascontiguousarray(np.rint(W / np.where(scale, scale, 1)).astype(np.int8)), scale
