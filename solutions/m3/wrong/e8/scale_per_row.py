"""caught by m3.e8.correct m3.e8.hidden: a scale for each row of a square matrix, which is meant for its columns."""


def quantise_int8(W: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Whole numbers from -127 to 127, and one scale for each column."""
    _take(W, np.float32, 2)
    if not np.isfinite(W).all():
        raise ValueError("infinities and NaN have no whole number")
    scale = np.abs(W).max(axis=int(W.shape[0] == W.shape[1]), initial=0) / np.float32(127)
    return np.ascontiguousarray(np.rint(W / np.where(scale, scale, 1)).astype(np.int8)), scale
