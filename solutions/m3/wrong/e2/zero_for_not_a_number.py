"""caught by m3.e2.correct m3.e2.hidden: max(0.0, NaN) is 0.0, and max(NaN, 0.0) is not."""


def variance_one_pass(x: np.ndarray) -> float:
    """Never below zero."""
    _checked("float64", x)
    if not len(x):
        raise ValueError("nothing has no variance")
    return max(0.0, float(_variance(x)))
